package io.metroon.node.local;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.SnapshotManifest;
import io.metroon.replica.snapshot.SnapshotStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a new cluster, with an identity of its own, from a backup. It is built beside its directory and renamed there when
 * it is whole: whatever fails, the directory is not made.
 */
public final class Restore {
    private static final String SNAPSHOTS = "snapshots";

    private final Path backup;
    private final ClusterDirectory target;
    private final int nodes;

    /** A restore of a backup to a cluster of so many nodes. */
    public Restore(Path backup, ClusterDirectory target, int nodes) {
        this.backup = backup;
        this.target = target;
        this.nodes = nodes;
    }

    /**
     * Does it; returns the revision that the cluster starts from.
     *
     * @throws RefusedException when the backup is damaged, naming the part, or the directory is not vacant
     */
    public long run(BackupFile.Progress progress) throws IOException, RefusedException {
        ClusterFile plan = ClusterFile.plan(new UpRequest(nodes, null, null).checked());
        if (!target.isVacant()) {
            throw RefusedException.refused("ENOTEMPTY", target.path() + " is not empty; restore makes a new cluster");
        }
        SnapshotManifest manifest = BackupCheck.verify(backup, progress);
        ClusterDirectory building = new ClusterDirectory(target.path()
                .resolveSibling("." + target.path().getFileName() + ".restoring-"
                        + ProcessHandle.current().pid()));
        try {
            build(building, plan);
            if (Files.exists(target.path())) {
                target.delete();
            }
            Files.move(building.path(), target.path());
        } finally {
            if (Files.exists(building.path())) {
                building.delete();
            }
        }
        return manifest.slot();
    }

    private void build(ClusterDirectory building, ClusterFile plan) throws IOException {
        Founding founding = new Founding(plan.addresses());
        for (NodeConfig.Addresses node : plan.addresses()) {
            NodeDirectory home = NodeDirectory.of(building.path(), node.node());
            founding.format(node.node(), home.root());
            fill(home, founding);
        }
        plan.identified(founding.cluster().toString()).completed().write(building.path());
    }

    private void fill(NodeDirectory home, Founding founding) throws IOException {
        EpochConfig epoch = founding.epoch();
        SnapshotStore snapshots = SnapshotStore.open(new RealDisk(home.root()), SNAPSHOTS, founding.cluster());
        BackupFile.restoreInto(
                () -> new BufferedInputStream(Files.newInputStream(backup)),
                snapshots,
                epoch,
                BackupFile.Progress.NONE);
    }
}
