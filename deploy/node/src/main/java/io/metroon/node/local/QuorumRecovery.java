package io.metroon.node.local;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.node.config.DirectoryLock;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.LostQuorum;
import io.metroon.replica.LostQuorum.Assessment;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The last resort of a local cluster whose quorum is lost for good: one survivor goes on alone, and the others can never
 * come back with what they had. All nodes must be stopped.
 */
public final class QuorumRecovery {
    private final ClusterDirectory directory;

    /** For the cluster in a directory. */
    public QuorumRecovery(ClusterDirectory directory) {
        this.directory = directory;
    }

    /**
     * Who is left.
     *
     * @param node its number
     * @param assessment what going on with it means
     */
    public record Survivor(int node, Assessment assessment) {}

    /**
     * The survivors, the one that holds most first.
     *
     * @throws RefusedException when a node runs, nobody is left, or the quorum is not lost
     */
    public List<Survivor> survivors() throws IOException, RefusedException {
        return directory.whileLocked(() -> survivors(stopped()));
    }

    private ClusterFile stopped() throws IOException, RefusedException {
        ClusterFile cluster =
                directory.read().orElseThrow(() -> RefusedException.usage("no cluster in " + directory.display()));
        List<ClusterFile.Node> running = cluster.nodes().stream()
                .filter(node -> node.running().isPresent())
                .toList();
        if (!running.isEmpty()) {
            throw RefusedException.refused(
                    "EBUSY", Roster.numbers(running) + " still run: stop them first, with metroon down");
        }
        return cluster;
    }

    private List<Survivor> survivors(ClusterFile cluster) throws IOException, RefusedException {
        Roster roster = Roster.of(directory, cluster);
        EpochConfig epoch = roster.epoch()
                .orElseThrow(() -> RefusedException.refused(
                        "ENODATA", "no directory of a node is left in " + directory.display() + ": restore a backup"));
        List<Survivor> survivors = new ArrayList<>();
        int voters = 0;
        for (ClusterFile.Node node : roster.members()) {
            NodeDirectory home = NodeDirectory.of(directory.path(), node.id());
            Optional<Assessment> assessment = assess(home);
            if (assessment.isPresent()) {
                survivors.add(new Survivor(node.id(), assessment.get()));
                voters += epoch.isVoter(node.id()) ? 1 : 0;
            }
        }
        requireLost(epoch, voters);
        if (survivors.isEmpty()) {
            throw RefusedException.refused(
                    "ENODATA", "no directory of a node in " + directory.display() + " can be read: restore a backup");
        }
        // In a newer epoch first: what an older one holds behind its seal is void.
        survivors.sort(Comparator.comparingLong(
                        (Survivor survivor) -> survivor.assessment().epoch().epoch())
                .thenComparingLong(survivor -> survivor.assessment().keptUpTo())
                .reversed());
        return survivors;
    }

    private static void requireLost(EpochConfig epoch, int voters) throws RefusedException {
        int needed = Math.max(epoch.phase1Quorum(), epoch.phase2Quorum());
        if (voters >= needed) {
            throw RefusedException.refused(
                    "EBUSY",
                    "the quorum is not lost: " + voters + " of " + epoch.voterCount() + " voters have their data, and "
                            + needed + " are enough. Start them with metroon up, then replace the others");
        }
    }

    /** What a survivor has; empty when its directory can't be trusted: its own start would say why. */
    private static Optional<Assessment> assess(NodeDirectory home) {
        try {
            return Optional.of(locked(home, LostQuorum::assess));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private interface Work<T> {
        T with(LostQuorum survivor) throws IOException;
    }

    /** Keeps the node from starting meanwhile. */
    private static <T> T locked(NodeDirectory home, Work<T> work) throws IOException {
        DirectoryLock lock = DirectoryLock.take(home.lock());
        try {
            return work.with(LostQuorum.of(new RealDisk(home.root()), LogSettings.DEFAULT));
        } finally {
            lock.close();
        }
    }

    /**
     * Makes the survivor a cluster of one. The directories of all others are renamed to {@code node-N.lost}.
     *
     * @param agreed what {@link #survivors} said of it, and the operator agreed to
     * @return the epoch that begins
     * @throws RefusedException when a node runs meanwhile
     */
    public long proceed(Survivor agreed) throws IOException, RefusedException {
        return directory.whileLocked(() -> {
            ClusterFile cluster = stopped();
            NodeDirectory home = NodeDirectory.of(directory.path(), agreed.node());
            EpochConfig alone = locked(home, survivor -> survivor.proceed(agreed.assessment()));
            for (ClusterFile.Node node : cluster.nodes()) {
                if (node.id() != agreed.node()) {
                    setAside(node.id());
                    cluster = cluster.without(node.id());
                }
            }
            cluster.write(directory.path());
            return alone.epoch();
        });
    }

    private void setAside(int number) throws IOException {
        Path home = NodeDirectory.of(directory.path(), number).root();
        Path lost = directory.path().resolve("node-" + number + ".lost");
        if (Files.exists(home) && !Files.exists(lost)) {
            Files.move(home, lost);
        }
    }
}
