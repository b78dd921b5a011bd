package io.metroon.benchmarks.compare;

/** What is compared, in the order in which it is shown. */
enum Measure {
    SIM_MESSAGES_ALONE(Group.SIMULATOR, "messages an operation, few at a time", "", false),
    SIM_SYNCS_ALONE(Group.SIMULATOR, "syncs an operation, few at a time", "", false),
    SIM_OCTETS_ALONE(Group.SIMULATOR, "octets on the wire an operation, few at a time", "B", false),
    SIM_MESSAGES(Group.SIMULATOR, "messages an operation, 48 at a time", "", false),
    SIM_SYNCS(Group.SIMULATOR, "syncs an operation, 48 at a time", "", false),
    SIM_OCTETS(Group.SIMULATOR, "octets on the wire an operation, 48 at a time", "B", false),
    SIM_LATENCY(Group.SIMULATOR, "latency, few at a time, median", "ms", false),
    SIM_LATENCY_99(Group.SIMULATOR, "latency, few at a time, 99 %", "ms", false),
    SIM_LEADER(Group.SIMULATOR, "kill of the leader to the next leader that serves", "ms", false),
    SIM_WRITE(Group.SIMULATOR, "kill of the leader to the next acknowledged write", "ms", false),
    SIM_SILENT(Group.SIMULATOR, "leader cut off silently to the next acknowledged write", "ms", false),
    SIM_ELECTION_MESSAGES(Group.SIMULATOR, "election over a half-full window: messages", "", false),
    SIM_ELECTION_OCTETS(Group.SIMULATOR, "election over a half-full window: octets", "B", false),
    SIM_ELECTION_TIME(Group.SIMULATOR, "election over a half-full window: kill to a serving leader", "ms", false),
    SIM_CATCH_UP_OCTETS(Group.SIMULATOR, "octets to a node that missed 1,000 slots, a slot", "B", false),
    SIM_CATCH_UP_TIME(Group.SIMULATOR, "time for it to catch up", "ms", false),
    SIM_QUORUM_LOSS(Group.SIMULATOR_SHAPES, "quorum loss: longest time without a write", "ms", false),
    SIM_CONSTRAINED(Group.SIMULATOR_SHAPES, "constrained election: longest time without a write", "ms", false),
    SIM_CHAINED(Group.SIMULATOR_SHAPES, "chained: longest time without a write", "ms", false),
    CREATE_ALONE(Group.PROCESSES, "creates a second, one at a time", "/s", true),
    CREATE_ALONE_MEDIAN(Group.PROCESSES, "latency of a create, one at a time, median", "ms", false),
    CREATE_ALONE_99(Group.PROCESSES, "latency of a create, one at a time, 99 %", "ms", false),
    MESSAGES_ALONE(Group.PROCESSES, "messages a create, one at a time", "", false),
    SYNCS_ALONE(Group.PROCESSES, "syncs a create, one at a time", "", false),
    OCTETS_ALONE(Group.PROCESSES, "octets on the wire a create, one at a time", "B", false),
    CREATE(Group.PROCESSES, "creates a second, 64 at a time", "/s", true),
    CREATE_MEDIAN(Group.PROCESSES, "latency of a create, 64 at a time, median", "ms", false),
    CREATE_99(Group.PROCESSES, "latency of a create, 64 at a time, 99 %", "ms", false),
    MESSAGES(Group.PROCESSES, "messages a create, 64 at a time", "", false),
    SYNCS(Group.PROCESSES, "syncs a create, 64 at a time", "", false),
    OCTETS(Group.PROCESSES, "octets on the wire a create, 64 at a time", "B", false),
    STAT(Group.PROCESSES, "linearizable stats a second, 64 at a time", "/s", true),
    LEADER(Group.PROCESSES, "kill -9 of the leader to the next leader", "ms", false),
    WRITE(Group.PROCESSES, "kill -9 of the leader to the next acknowledged write", "ms", false),
    CATCH_UP_OCTETS(Group.PROCESSES, "octets to a node that missed 5,000 creates, a create", "B", false),
    CATCH_UP_TIME(Group.PROCESSES, "start of its process until it stands level", "ms", false),
    QUORUM_LOSS(Group.PROCESS_SHAPES, "quorum loss: longest time without a write", "ms", false),
    CONSTRAINED(Group.PROCESS_SHAPES, "constrained election: longest time without a write", "ms", false),
    CHAINED(Group.PROCESS_SHAPES, "chained: longest time without a write", "ms", false);

    /** Where the figures are from. */
    enum Group {
        SIMULATOR(
                "In the simulator",
                "Three nodes; links of 0.1 ms, syncs of 0.2 ms on average; writes of 128 octets. Virtual time: nothing of the machine"
                        + " is in it. Heartbeats are counted."),
        SIMULATOR_SHAPES(
                "Partial connectivity, in the simulator",
                "Five nodes, for chained three; clients at all of them write. The shape lasts twelve election timeouts, 6,000 ms: a"
                        + " row that shows this much had no write at all."),
        PROCESSES(
                "On real processes",
                "Three nodes and the load generator on this machine, over loopback; everything synced to its disk before it is"
                        + " acknowledged."),
        PROCESS_SHAPES(
                "Partial connectivity, on real processes",
                "Five nodes, for chained three, through a network in user space that holds back what is sent over a cut link. A"
                        + " client at each node writes. The shape lasts 6,000 ms.");

        final String title;
        final String explanation;

        Group(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }
    }

    final Group group;
    final String title;
    final String unit;
    final boolean moreIsBetter;

    Measure(Group group, String title, String unit, boolean moreIsBetter) {
        this.group = group;
        this.title = title;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }
}
