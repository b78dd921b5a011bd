package io.metroon.consensus.simulator;

import io.metroon.consensus.Recovered;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.Replica;
import io.metroon.replica.ReplicaConfig;
import io.metroon.replica.ReplicaException;
import io.metroon.replica.ReplicaSettings;
import io.metroon.replica.StateMachine;
import io.metroon.replica.log.Finding;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.log.StoreRefusedException;
import io.metroon.replica.log.WriteAheadLog;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Starts the production shell in a simulated process. */
final class Boot {
    private Boot() {}

    static <R, M extends StateMachine<R>> Replica<R> open(
            World<R, M> world, SimulatedHost<R, M> host, SimulatedProcess process, M machine) throws IOException {
        Sabotage sabotage = world.options().sabotage();
        Replica<R> replica = Replica.open(
                new ReplicaConfig(settings(world), host.drawSeed()),
                sabotage.disk(host.disk()),
                sabotage.network(world.network().endpoint(host, process)),
                host.surroundings(process),
                new WatchedStateMachine<>(host.node(), sabotage.machine(machine), machine, world),
                host.observer(),
                host.coreFactory());
        replica.findings().forEach(finding -> world.timeline().note(host.node(), "finds", finding));
        long aside = replica.findings().stream()
                .filter(finding -> finding.where().startsWith("snapshots/"))
                .count();
        if (aside > 0) {
            world.coverage().saw("damaged snapshot set aside");
        }
        boolean faulty = replica.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.FAULT);
        if (aside > 0 && replica.applied() == 0) {
            world.coverage().saw(faulty ? "started without any snapshot, the log cut" : "started without any snapshot");
        }
        return replica;
    }

    private static ReplicaSettings settings(World<?, ?> world) {
        Swarm swarm = world.swarm();
        return new ReplicaSettings(
                swarm.consensus().withReads(world.readMix().settings()),
                new LogSettings(swarm.segmentBytes(), 4_096, true),
                64,
                swarm.snapshotSlots(),
                1 << 20,
                20);
    }

    /** Makes a data directory that begins with what is known of the cluster. */
    static void format(World<?, ?> world, SimulatedHost<?, ?> host, StoreId store, EpochConfig known) {
        Meta meta = Meta.fresh(new NodeIdentity(world.clusterId(), host.node(), store), known);
        world.checker().formatted(host.node(), store);
        try {
            WriteAheadLog.format(host.disk(), "log", settings(world).log(), meta);
            MetaFile.format(host.disk(), meta);
        } catch (IOException e) {
            throw new IllegalStateException("an empty disk can be formatted", e);
        }
    }

    /** Whether a node that stopped for this must not run again under its identity. */
    static boolean isFinal(@Nullable Throwable cause) {
        return cause instanceof StoreRefusedException refused
                && (refused.reason() == StoreRefusedException.Reason.AMNESIA
                        || refused.reason() == StoreRefusedException.Reason.META_DAMAGED);
    }

    /** What a disk gave back, without the values. */
    static String describe(Recovered recovered) {
        return "lsn " + recovered.lastLsn() + ", promise " + recovered.promised() + ", snapshot "
                + recovered.snapshotSlot() + ", chosen " + recovered.chosenMark() + ", "
                + recovered.votes().size() + " votes, faults " + recovered.faults() + ", damaged "
                + recovered.votes().stream().filter(vote -> !vote.hasValue()).toList();
    }

    /** The kind of a request's failure, in a word. */
    static String kindOf(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ReplicaException known ? known.kind().name() : String.valueOf(cause);
    }
}
