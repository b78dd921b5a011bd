package io.metroon.consensus.simulator;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.simulator.Workload.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A cluster in virtual time to which nothing happens but what the caller does to it: for measurements. It runs what the simulator
 * always runs, the production code under the checker's eyes, so every method that lets time pass throws
 * {@link io.metroon.consensus.simulator.check.Violation} when an invariant breaks. The same seed and calls give the same run. Not
 * thread-safe.
 *
 * <p>Each client stays at one node, and repeats there what was not answered.
 */
public final class SteadyCluster {
    /** A tick of the cores, in nanoseconds. */
    public static final long TICK_NANOS = 10_000_000;

    private static final int CLIENTS_A_NODE = 2;
    private static final long LEADER_PATIENCE_NANOS = 60_000_000_000L;

    private final World<Registers.Result, Registers> world;
    private final Load load;

    /**
     * What clients do. All operations are writes.
     *
     * @param inFlightEach operations that each of two clients a node has in flight
     * @param thinkNanosMean between an answer and the next operation
     * @param octets of a command, at least 24
     */
    public record Load(int inFlightEach, double thinkNanosMean, int octets) {}

    /**
     * One operation.
     *
     * @param begunNanos when its client first asked
     * @param answeredNanos when its client heard
     * @param slot at which it took effect
     */
    public record Answer(long begunNanos, long answeredNanos, long slot) {}

    /**
     * What was spent so far, by all nodes together.
     *
     * @param operations answered
     * @param messages sent to other nodes
     * @param octets of these messages, without what TCP adds
     * @param syncs of logs
     */
    public record Cost(long operations, long messages, long octets, long syncs) {
        /** What was spent since an earlier moment. */
        public Cost since(Cost earlier) {
            return new Cost(
                    operations - earlier.operations,
                    messages - earlier.messages,
                    octets - earlier.octets,
                    syncs - earlier.syncs);
        }
    }

    /** A cluster about to start: nodes 1 to {@code nodes}, all of them voters. */
    public SteadyCluster(long seed, EpochConfig.Engine engine, int nodes, ConsensusSettings settings, Load load) {
        Swarm swarm = Swarm.steady(nodes, settings, CLIENTS_A_NODE * nodes, load.inFlightEach(), load.thinkNanosMean());
        this.load = load;
        this.world = new World<>(
                seed,
                new Chance(seed),
                swarm,
                SimulationOptions.DEFAULT.withEngine(engine),
                new Registers.Factory(),
                Writer::new);
        world.network().becomeHealthy();
        for (int client = 0; client < world.clients().size(); client++) {
            world.clients().get(client).stayAt(client % nodes + 1);
        }
    }

    /** Writes commands of one size. */
    private final class Writer implements Workload<Registers> {
        private final int client;
        private final RandomGenerator random;
        private long number;

        Writer(int client, RandomGenerator random) {
            this.client = client;
            this.random = random;
        }

        @Override
        public byte[] nextCommand() {
            return Registers.command(client, ++number, random.nextInt(8), random.nextLong(), load.octets());
        }

        @Override
        public Query<Registers> nextQuery() {
            return Registers::chain;
        }
    }

    // ---- time ----

    /** Starts nodes and clients, and lets time pass until a leader serves. */
    public void start() {
        world.begin();
        awaitLeader();
    }

    /**
     * Lets time pass until a leader serves.
     *
     * @return its node
     * @throws IllegalStateException when none does within a minute
     */
    public int awaitLeader() {
        if (!runUntil(() -> servingLeader() != 0, LEADER_PATIENCE_NANOS)) {
            throw new IllegalStateException("no leader within a minute: " + world.hosts());
        }
        return servingLeader();
    }

    /** Lets so much time pass. */
    public void run(long nanos) {
        world.runUntil(nowNanos() + nanos, () -> false);
    }

    /** Lets time pass until the condition holds, or so much has passed; says whether it holds. */
    public boolean runUntil(BooleanSupplier condition, long nanosMax) {
        world.runUntil(nowNanos() + nanosMax, condition);
        return condition.getAsBoolean();
    }

    /** Virtual nanoseconds since the cluster began. */
    public long nowNanos() {
        return world.events().now();
    }

    // ---- what is to be seen ----

    /** The node that leads under the highest ballot and may serve; 0 for none. It may not know yet that it lost its quorum. */
    public int servingLeader() {
        int leader = world.leader();
        return leader != 0 && world.host(leader).canServe() ? leader : 0;
    }

    /** All operations answered so far, in the order of answers. */
    public List<Answer> answers() {
        return List.copyOf(world.meter().answers());
    }

    /** How many operations were answered so far. */
    public int answered() {
        return world.meter().answers().size();
    }

    /** The newest operation answered. */
    public Answer newestAnswer() {
        List<Answer> answers = world.meter().answers();
        return answers.get(answers.size() - 1);
    }

    /** End of the prefix of slots that are chosen, whether or not a node knows. */
    public long chosenUpTo() {
        return world.checker().ledger().chosenUpTo();
    }

    /** Slots that the leader has proposed and doesn't know to be chosen; 0 when there is no leader. */
    public long windowInUse() {
        int leader = world.leader();
        return leader == 0
                ? 0
                : world.host(leader).view().map(SteadyCluster::inFlight).orElse(0L);
    }

    private static long inFlight(CoreView view) {
        return view.lastSlot() - view.chosenUpTo();
    }

    /** Whether a node runs and has applied this slot. */
    public boolean hasApplied(int node, long slot) {
        return world.host(node).view().map(view -> view.applied() >= slot).orElse(false);
    }

    /** What was spent so far. */
    public Cost cost() {
        long octets = 0;
        for (int node = 1; node <= world.size(); node++) {
            octets += world.network().octetsSentTo(node);
        }
        return new Cost(
                answered(), world.network().framesSent(), octets, world.meter().syncs());
    }

    /** Octets that others sent to a node. */
    public long octetsSentTo(int node) {
        return world.network().octetsSentTo(node);
    }

    // ---- what is done to it ----

    /** Cuts links in this shape, with the present leader at its last place and the first node that isn't it at its first. */
    public void cut(PartialConnectivity shape) {
        shape.cutIn(places(), world.network()::cutBothWays);
    }

    /** Cuts the link between the present leader and the node that {@link #cut(PartialConnectivity)} would put at the first place. */
    public void cutLeaderFromFirst() {
        List<Integer> places = places();
        world.network().cutBothWays(places.get(0), places.get(places.size() - 1));
    }

    /** Cuts all links of the present leader; nobody is told. */
    public void isolateLeader() {
        int leader = world.leader();
        world.peersOf(leader).forEach(peer -> world.network().cutBothWays(leader, peer.node()));
    }

    private List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int node = 1; node <= world.size(); node++) {
            places.add(node);
        }
        Integer leader = world.leader();
        places.remove(leader);
        places.add(leader);
        return places;
    }

    /** Clients begin nothing new. */
    public void endLoad() {
        world.clients().forEach(Client::leave);
    }

    /** All links are whole again. */
    public void heal() {
        world.network().heal();
    }

    /** Whatever is sent to the present leader from now on arrives after this time at the earliest, so that its window fills. */
    public void holdBackVotes(long nanos) {
        int leader = world.leader();
        places().forEach(node -> world.network().clog(node, leader, nanos));
    }

    /** Ends a process; the node stays down until {@link #startNode}. All others see their connection to it break. */
    public void kill(int node) {
        world.host(node).crash(false, Long.MAX_VALUE / 4);
    }

    /** Starts a node that was killed. */
    public void startNode(int node) {
        world.host(node).start();
    }
}
