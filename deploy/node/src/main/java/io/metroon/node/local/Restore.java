package io.metroon.node.local;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.content.ChunkDirectory;
import io.metroon.namespace.Namespace;
import io.metroon.node.backup.ContentReader;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.node.local.BackupCheck.Held;
import io.metroon.replica.Replica;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.DamagedBackupException;
import io.metroon.replica.snapshot.SnapshotStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new cluster, with an identity of its own, from a backup. It is built beside its directory and renamed there when
 * it is whole: whatever fails, the directory is not made.
 */
public final class Restore {
    private static final String SNAPSHOTS = "snapshots";

    private final Path backup;
    private final ClusterDirectory target;
    private final int nodes;
    private final boolean withoutContent;

    /**
     * A restore of a backup to a cluster of so many nodes.
     *
     * @param withoutContent whether files may be restored whose content the backup does not carry
     */
    public Restore(Path backup, ClusterDirectory target, int nodes, boolean withoutContent) {
        this.backup = backup;
        this.target = target;
        this.nodes = nodes;
        this.withoutContent = withoutContent;
    }

    /**
     * What a restore came to.
     *
     * @param revision that the cluster starts from
     * @param kept chunks of content that every node was given
     * @param lacking chunks that files have and no node was given, since the backup only refers to them
     */
    public record Restored(long revision, Held kept, Held lacking) {}

    /**
     * Does it.
     *
     * @throws RefusedException when the backup is damaged, naming the part, or lacks content that files have, or the directory
     *     is not vacant
     */
    public Restored run(BackupFile.Progress progress) throws IOException, RefusedException {
        ClusterFile plan = ClusterFile.plan(new UpRequest(nodes, null, null).checked());
        if (!target.isVacant()) {
            throw RefusedException.refused("ENOTEMPTY", target.path() + " is not empty; restore makes a new cluster");
        }
        BackupCheck.Verified verified = BackupCheck.verify(backup, progress);
        ClusterDirectory building = new ClusterDirectory(target.path()
                .resolveSibling("." + target.path().getFileName() + ".restoring-"
                        + ProcessHandle.current().pid()));
        try {
            Restored restored = build(building, plan, verified);
            if (Files.exists(target.path())) {
                target.delete();
            }
            Files.move(building.path(), target.path());
            return restored;
        } finally {
            if (Files.exists(building.path())) {
                building.delete();
            }
        }
    }

    private Restored build(ClusterDirectory building, ClusterFile plan, BackupCheck.Verified verified)
            throws IOException, RefusedException {
        Founding founding = new Founding(plan.addresses());
        List<ChunkDirectory> contents = new ArrayList<>();
        SnapshotStore.@Nullable Snapshot snapshot = null;
        for (NodeConfig.Addresses node : plan.addresses()) {
            NodeDirectory home = NodeDirectory.of(building.path(), node.node());
            founding.format(node.node(), home.root());
            snapshot = fill(home, founding);
            contents.add(ChunkDirectory.open(home.content()));
        }
        Held held = held(Objects.requireNonNull(snapshot));
        if (verified.content().carried()) {
            fill(contents, snapshot);
        } else if (held.chunks() > 0 && !withoutContent) {
            throw lacksContent(held);
        }
        plan.identified(founding.cluster().toString()).completed().write(building.path());
        Held nothing = new Held(0, 0);
        boolean carried = verified.content().carried();
        return new Restored(snapshot.slot(), carried ? held : nothing, carried ? nothing : held);
    }

    private static Held held(SnapshotStore.Snapshot snapshot) throws IOException {
        try (InputStream in = snapshot.openStream()) {
            return Held.of(Namespace.heldIn(Replica.stateIn(in)));
        }
    }

    private RefusedException lacksContent(Held held) {
        return RefusedException.refused(
                "ENODATA",
                backup + " was taken without content: it only refers to " + held.chunks() + " chunks, " + held.octets()
                        + " octets, of files that could not be read. To restore all else, add --without-content");
    }

    /** Every node holds every chunk from the start: a new cluster is not to depend on one disk. */
    private void fill(List<ChunkDirectory> contents, SnapshotStore.Snapshot snapshot)
            throws IOException, RefusedException {
        try (InputStream in = snapshot.openStream()) {
            ContentReader.Sink sink = (chunk, octets) -> {
                for (ChunkDirectory content : contents) {
                    content.write(chunk, octets);
                }
            };
            BackupCheck.content(backup, Namespace.heldIn(Replica.stateIn(in)), sink, BackupFile.Progress.NONE);
        } catch (DamagedBackupException e) {
            throw RefusedException.refused("EIO", backup + ": " + e.getMessage());
        }
    }

    private SnapshotStore.Snapshot fill(NodeDirectory home, Founding founding) throws IOException {
        EpochConfig epoch = founding.epoch();
        SnapshotStore snapshots = SnapshotStore.open(new RealDisk(home.root()), SNAPSHOTS, founding.cluster());
        return BackupFile.restoreInto(
                () -> new BufferedInputStream(Files.newInputStream(backup)),
                snapshots,
                epoch,
                BackupFile.Progress.NONE);
    }
}
