package io.metroon.node;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.Entry;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.Observer;
import io.metroon.replica.PeerNetwork;
import io.metroon.replica.ReplicaStatus;
import io.metroon.replica.StateDifference;
import io.metroon.replica.condition.DiskRoom;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node counts and measures of itself, besides what its gateway does. */
final class NodeMetrics implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMetrics.class);

    private final MeterRegistry registry;
    private final Timer commits;
    private final Timer syncs;
    private final DistributionSummary syncedRecords;
    private final Counter applied;
    private final Counter repetitions;
    private final Counter differences;
    private final Counter messages;
    private final Counter octets;

    NodeMetrics(MeterRegistry registry) {
        this.registry = registry;
        commits = Timer.builder("metroon.commit")
                .description("from a command's arrival to its effect")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        syncs = Timer.builder("metroon.log.sync")
                .description("one write and sync of the log")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        syncedRecords = DistributionSummary.builder("metroon.log.sync.records")
                .description("log records that shared a sync")
                .register(registry);
        applied = Counter.builder("metroon.applied.entries")
                .description("log entries applied")
                .register(registry);
        differences = Counter.builder("metroon.state.differences")
                .description("comparisons in which replicas held different states at one slot")
                .register(registry);
        repetitions = Counter.builder("metroon.applied.repetitions")
                .description("log entries passed over because their command had taken effect already")
                .register(registry);
        messages = Counter.builder("metroon.peer.sent.messages")
                .description("messages sent to other nodes")
                .register(registry);
        octets = Counter.builder("metroon.peer.sent.octets")
                .description("octets of messages sent to other nodes, without what TCP adds")
                .register(registry);
    }

    /** Shows how a replica stands, whenever somebody looks. */
    void watch(Supplier<ReplicaStatus> status, RealSurroundings surroundings, Readers readers) {
        gauge("metroon.leader", "1 on the node that leads", status, NodeMetrics::leads);
        gauge(
                "metroon.epoch",
                "number of the configuration in force",
                status,
                s -> s.config().epoch());
        gauge("metroon.applied.slot", "last log slot applied", status, ReplicaStatus::applied);
        gauge(
                "metroon.chosen.slot",
                "log slots known to be chosen",
                status,
                s -> s.view().knownChosenUpTo());
        gauge("metroon.log.durable", "last log record synced", status, ReplicaStatus::durableLsn);
        gauge("metroon.proposals.pending", "commands that wait for their effect", status, ReplicaStatus::pending);
        gauge("metroon.snapshot.slot", "slot of the newest snapshot", status, ReplicaStatus::snapshotSlot);
        gauge(
                "metroon.snapshot.fetch",
                "part of a snapshot fetched so far; negative when idle",
                status,
                ReplicaStatus::fetch);
        gauge(
                "metroon.failed",
                "1 when the replica has stopped",
                status,
                s -> s.failed().isEmpty() ? 0 : 1);
        gauge(
                "metroon.disk.room",
                "0 ample, 1 low: growing writes are refused, 2 full",
                status,
                s -> s.room().code());
        gauge(
                "metroon.quarantined",
                "1 when this node's state is wrong and answers nobody",
                status,
                s -> s.quarantined().isEmpty() ? 0 : 1);
        gauge(
                "metroon.alarms",
                "what an operator should look at; the log says what",
                status,
                s -> s.alarms().size());
        Gauge.builder("metroon.reads.waiting", readers, Readers::waiting)
                .description("queries that wait for a reader thread")
                .register(registry);
        for (RealSurroundings.Waiting lane : surroundings.waiting()) {
            Gauge.builder("metroon.lane.waiting", lane.lane(), ThreadLane::waiting)
                    .description("tasks that wait for their lane")
                    .tags(Tags.of("lane", lane.duty()))
                    .register(registry);
        }
    }

    /** Shows who holds the content of every file. */
    void watch(ContentHolders holders) {
        Gauge.builder("metroon.content.holders", holders, ContentHolders::holders)
                .description("voters that hold the content of every file; told by the leader")
                .register(registry);
        Gauge.builder("metroon.content.at.risk", holders, ContentHolders::atRisk)
                .description(
                        "1 when fewer than a majority of the voters hold the content of every file; told by the leader")
                .register(registry);
    }

    /** Shows what tending the content store finds. */
    void watch(ContentKeeper keeper) {
        Gauge.builder(
                        "metroon.content.lacking",
                        keeper,
                        tending -> tending.compared()
                                .map(ContentKeeper.Compared::lacking)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN))
                .description("chunks that files consist of and that are not on this node")
                .register(registry);
        Gauge.builder("metroon.content.missing", keeper, ContentKeeper::missing)
                .description("chunks that files consist of and which are on no node")
                .register(registry);
        Gauge.builder(
                        "metroon.content.damaged",
                        keeper,
                        tending -> tending.lastScrub().damaged())
                .description("chunks that the last scrub found damaged and could not repair")
                .register(registry);
        FunctionCounter.builder("metroon.content.collected", keeper, ContentKeeper::collected)
                .description("chunks deleted, since no file had them")
                .register(registry);
        FunctionCounter.builder("metroon.content.fetched", keeper, ContentKeeper::fetched)
                .description("chunks fetched from other nodes")
                .register(registry);
        FunctionCounter.builder("metroon.content.repaired", keeper, ContentKeeper::repaired)
                .description("damaged chunks repaired from other nodes")
                .register(registry);
    }

    private static double leads(ReplicaStatus status) {
        return status.view().role() == CoreView.Role.LEADING ? 1 : 0;
    }

    private void gauge(
            String name, String description, Supplier<ReplicaStatus> status, ToDoubleFunction<ReplicaStatus> value) {
        Gauge.builder(name, status, supplier -> value.applyAsDouble(supplier.get()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** A network whose outgoing messages are counted. */
    PeerNetwork counting(PeerNetwork network) {
        return new PeerNetwork() {
            @Override
            public void send(int node, byte[] frame) {
                messages.increment();
                octets.increment(frame.length);
                network.send(node, frame);
            }

            @Override
            public void reach(EpochConfig epoch, Collection<Member> others) {
                network.reach(epoch, others);
            }

            @Override
            public void listen(Receiver receiver) {
                network.listen(receiver);
            }
        };
    }

    /** A command took effect, this long after it arrived. */
    void onCommitted(long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onDiskRoom(DiskRoom room, long freeBytes, long headroomBytes) {
        String words = "{} MiB of the disk are free, {} MiB should be: {}";
        long free = freeBytes >> 20;
        long wanted = headroomBytes >> 20;
        switch (room) {
            case AMPLE -> LOG.info(words, free, wanted, "writes are admitted again");
            case LOW -> LOG.warn(words, free, wanted, "only deletes and reads are admitted where this disk is needed");
            case FULL -> LOG.error(words, free, wanted, "the log is about to wait for room");
        }
    }

    @Override
    public void onStateDifference(StateDifference difference) {
        differences.increment();
        LOG.error("{}", difference);
    }

    @Override
    public void onQuarantine(String reason) {
        LOG.error("this node votes, and answers nobody: {}", reason);
    }

    @Override
    public void onRebuilt(long slot) {
        LOG.warn("the state was built anew from snapshot and log, stands at slot {} and answers again", slot);
    }

    @Override
    public void onSynced(long lsn, int records, long nanos) {
        syncs.record(nanos, TimeUnit.NANOSECONDS);
        syncedRecords.record(records);
    }

    @Override
    public void onApplied(Entry entry, boolean executed) {
        (executed ? applied : repetitions).increment();
    }
}
