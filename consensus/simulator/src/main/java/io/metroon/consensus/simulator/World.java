package io.metroon.consensus.simulator;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.simulator.check.Checker;
import io.metroon.consensus.simulator.check.Invariant;
import io.metroon.consensus.simulator.check.Violation;
import io.metroon.replica.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All of one run: the nodes, the network between them, the clients, the nemesis, and time. */
final class World<R, M extends StateMachine<R>> {
    /** Election timeouts within which a healthy quorum must have a leader and answer everything. */
    private static final int TIMEOUTS_TO_COMPLETE = 60;

    private final long seed;
    private final SimulationOptions options;
    private final StateMachineFactory<R, M> machines;
    private final EventQueue events = new EventQueue();
    private final Coverage coverage = new Coverage();
    private final Meter meter = new Meter();
    private final Timeline timeline;
    private final Chance chance;
    private final Schedule schedule;
    private final double hiccups;
    private final Swarm swarm;
    private final ReadMix readMix;
    private final Checker checker;
    private final SimulatedNetwork network;
    private final Witness<R, M> witness;
    private final List<SimulatedHost<R, M>> hosts = new ArrayList<>();
    private final List<Client<R, M>> clients = new ArrayList<>();
    private final Situations situations;
    private final Nemesis nemesis;
    private final Operator operator;
    private @Nullable Violation violation;
    private long steps;

    World(long seed, SimulationOptions options, StateMachineFactory<R, M> machines, WorkloadFactory<M> workloads) {
        this(seed, new Chance(seed), options, machines, workloads);
    }

    private World(
            long seed,
            Chance chance,
            SimulationOptions options,
            StateMachineFactory<R, M> machines,
            WorkloadFactory<M> workloads) {
        this(seed, chance, Swarm.draw(chance.split(), options.length()), options, machines, workloads);
    }

    /** One in which the seed draws everything but what the swarm says. */
    World(
            long seed,
            Chance chance,
            Swarm swarm,
            SimulationOptions options,
            StateMachineFactory<R, M> machines,
            WorkloadFactory<M> workloads) {
        this.seed = seed;
        this.options = options;
        this.machines = machines;
        this.timeline = new Timeline(events, options.timeline());
        this.chance = chance;
        this.swarm = swarm;
        this.readMix = ReadMix.draw(new Chance(~seed), swarm);
        this.schedule = new Schedule(events, options.reduction());
        this.hiccups = schedule.rate("hiccups", swarm.hiccups());
        EpochConfig first = configOf(swarm.nodes(), options.engine());
        this.checker = new Checker(first, swarm.consensus());
        this.network = new SimulatedNetwork(events, chance.split(), swarm, coverage, schedule);
        this.witness = new Witness<>(checker);
        for (int node = 1; node <= swarm.nodes() + swarm.spares(); node++) {
            SimulatedHost<R, M> host = new SimulatedHost<>(this, node, chance.split());
            hosts.add(host);
            network.attach(host::deliver);
            first.member(node).ifPresent(member -> host.format(member.store(), first));
        }
        for (int client = 0; client < swarm.clients(); client++) {
            Chance own = chance.split();
            clients.add(new Client<>(
                    this,
                    own,
                    new Chance(~seed + client + 1),
                    workloads.create(client, own.split().generator())));
        }
        this.situations = new Situations(this);
        this.nemesis = new Nemesis(this, chance.split());
        this.operator = new Operator(this, chance.split());
    }

    private static EpochConfig configOf(int nodes, EpochConfig.Engine engine) {
        List<Member> members = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            members.add(new Member(
                    node, new StoreId(7, node), Member.Role.VOTER, 0, "node" + node + ":1", "node" + node + ":2"));
        }
        return EpochConfig.ofMajorities(1, engine, members);
    }

    // ---- its parts ----

    ClusterId clusterId() {
        return new ClusterId(1, 1);
    }

    /** The configuration in force, as whoever knows all votes sees it. */
    EpochConfig config() {
        return checker.ledger().config();
    }

    Situations situations() {
        return situations;
    }

    /** Operations of clients that have no answer yet. */
    int requestsInFlight() {
        int sum = 0;
        for (Client<R, M> client : clients) {
            sum += client.inFlight();
        }
        return sum;
    }

    Schedule schedule() {
        return schedule;
    }

    /** How likely a thread is late for a task. */
    double hiccups() {
        return hiccups;
    }

    Operator operator() {
        return operator;
    }

    /** How many machines there are, members or not. */
    int size() {
        return hosts.size();
    }

    /** All machines. */
    List<SimulatedHost<R, M>> hosts() {
        return List.copyOf(hosts);
    }

    Swarm swarm() {
        return swarm;
    }

    ReadMix readMix() {
        return readMix;
    }

    SimulationOptions options() {
        return options;
    }

    EventQueue events() {
        return events;
    }

    Timeline timeline() {
        return timeline;
    }

    Coverage coverage() {
        return coverage;
    }

    Meter meter() {
        return meter;
    }

    Checker checker() {
        return checker;
    }

    SimulatedNetwork network() {
        return network;
    }

    Witness<R, M> witness() {
        return witness;
    }

    StateMachineFactory<R, M> machines() {
        return machines;
    }

    SimulatedHost<R, M> host(int node) {
        return hosts.get(node - 1);
    }

    List<SimulatedHost<R, M>> peersOf(int node) {
        return hosts.stream().filter(host -> host.node() != node).toList();
    }

    /** How long a node tries to serve a request. */
    long patienceNanos() {
        return swarm.electionTimeoutNanos() * 2;
    }

    /** The node that leads under the highest ballot, 0 for none. */
    int leader() {
        int leader = 0;
        for (SimulatedHost<R, M> host : hosts) {
            if (host.leads() && (leader == 0 || host(leader).promised().isBelow(host.promised()))) {
                leader = host.node();
            }
        }
        return leader;
    }

    /** The nodes but one that would say right now that they hold a lease. */
    List<Integer> leaseHoldersBut(int node) {
        return hosts.stream()
                .filter(host -> host.node() != node && host.holdsLease())
                .map(SimulatedHost::node)
                .toList();
    }

    void countStep() {
        steps++;
    }

    /** Runs a check. A violation is kept, whatever the code in between makes of the error. */
    void guard(Runnable check) {
        try {
            check.run();
        } catch (Violation seen) {
            if (violation == null) {
                violation = seen;
                timeline.note(0, "VIOLATION", seen);
            }
            throw seen;
        }
    }

    // ---- the run ----

    void run() {
        begin();
        nemesis.start();
        operator.start();
        runUntil(Math.min(swarm.safetyNanos(), schedule.reduction().millisMax() * 1_000_000), () -> false);
        recover();
        await("a leader that can serve", () -> leader() != 0 && host(leader()).canServe());
        clients.forEach(Client::leave);
        await("answers to all requests", () -> clients.stream().allMatch(Client::isIdle));
        await("equal replicas", this::hasConverged);
        checkQuiet();
        noteEpochs();
        guard(() -> witness.replay(machines.create()));
    }

    /** Starts nodes and clients, and nothing that does harm. */
    void begin() {
        hosts.forEach(SimulatedHost::start);
        clients.stream().limit(schedule.reduction().clientsMax()).forEach(Client::start);
    }

    List<Client<R, M>> clients() {
        return List.copyOf(clients);
    }

    /** Lets time pass until then, or until a condition holds, whichever comes first. */
    void runUntil(long nanos, BooleanSupplier done) {
        while (!done.getAsBoolean() && events.runNext(nanos)) {
            if (violation != null) {
                throw violation;
            }
        }
    }

    private void recover() {
        nemesis.stop();
        operator.stop();
        timeline.note(0, "faults are over");
        network.becomeHealthy();
        List<SimulatedHost<R, M>> spare = new ArrayList<>(hosts);
        EpochConfig config = config();
        int mayFail = config.voterCount() - Math.max(config.phase1Quorum(), config.phase2Quorum());
        mayFail -= (int) hosts.stream().filter(SimulatedHost::isRetired).count();
        // A change on its way may need everybody.
        boolean someFail = !swarm.faultFree() && chance.with(0.3) && swarm.adminPerSecond() == 0;
        for (int i = 0; someFail && i < mayFail; i++) {
            SimulatedHost<R, M> host = spare.remove(chance.below(spare.size()));
            if (!host.isRetired() && !host.isDamaged() && hosts.stream().noneMatch(SimulatedHost::isDamaged)) {
                coverage.saw("liveness with a node down");
                host.stayDown();
            }
        }
        hosts.forEach(SimulatedHost::recover);
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = events.now() + swarm.electionTimeoutNanos() * TIMEOUTS_TO_COMPLETE + 10_000_000_000L;
        runUntil(deadline, condition);
        if (!condition.getAsBoolean()) {
            guard(() -> {
                throw new Violation(
                        Invariant.MAKES_PROGRESS,
                        "waited " + TIMEOUTS_TO_COMPLETE + " election timeouts in vain for " + what + ": " + hosts);
            });
        }
    }

    private boolean hasConverged() {
        long slot = checker.ledger().chosenUpTo();
        return hosts.stream()
                .filter(host -> host.isMeantToRun() && host.isListed(config()))
                .allMatch(host -> host.hasApplied(slot));
    }

    private void noteEpochs() {
        for (long epoch = 1; epoch < config().epoch(); epoch++) {
            coverage.saw("epoch sealed");
        }
        if (checker.ledger().voidSlots() > 0) {
            coverage.saw("void votes behind a seal");
        }
        if (checker.ledger().witnessDecisions() > 0) {
            coverage.saw("vote of a witness was decisive");
        }
        if (swarm.nodes() <= 2) {
            coverage.saw(swarm.nodes() == 1 ? "cluster of one" : "cluster of two");
        }
    }

    /** Once all is done, heartbeats and nothing else. */
    private void checkQuiet() {
        long seconds = 2;
        long before = network.framesSent();
        runUntil(events.now() + seconds * 1_000_000_000L, () -> false);
        long sent = network.framesSent() - before;
        long heartbeats = seconds * 100 / swarm.consensus().heartbeatTicks() + 10;
        long bound = heartbeats * 4 * size() * size() + 200;
        guard(() -> {
            if (sent > bound) {
                throw new Violation(
                        Invariant.MAKES_PROGRESS,
                        sent + " frames in " + seconds + " quiet seconds; at most " + bound + " expected");
            }
        });
        if (!hasConverged()) {
            throw new Violation(Invariant.MAKES_PROGRESS, "replicas drifted apart again: " + hosts);
        }
    }

    Report report(@Nullable Violation seen) {
        return new Report(
                seed,
                swarm.describe(),
                steps,
                events.now(),
                checker.ledger().chosenUpTo(),
                witness.count(),
                events.digest(),
                seen,
                coverage,
                schedule.faults(),
                timeline.lines());
    }
}
