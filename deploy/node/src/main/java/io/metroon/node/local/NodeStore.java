package io.metroon.node.local;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.log.StoreRefusedException;
import io.metroon.replica.log.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What the directory of a node says of itself, whether or not the node runs.
 *
 * @param directory of the node
 */
record NodeStore(NodeDirectory directory) {
    private static final String LOG = "log";

    /** Whether nothing is left of what a node must never forget. */
    boolean isWiped() throws IOException {
        return !Files.isDirectory(directory.root()) || !MetaFile.isFormatted(new RealDisk(directory.root()));
    }

    /** Whose it is, and the newest epoch that it knows; empty when it was wiped, or can't be read. */
    Optional<Meta> meta() throws IOException {
        if (isWiped()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MetaFile.load(new RealDisk(directory.root())).meta());
        } catch (StoreRefusedException e) {
            // The node says at its start what is wrong.
            return Optional.empty();
        }
    }

    /**
     * Makes a new directory for a node, under a new identity: who comes with it has no votes to remember.
     *
     * @param known an epoch of the cluster
     * @throws IOException when there is one already, or it can't be written
     */
    static NodeStore format(NodeDirectory directory, ClusterId cluster, int node, EpochConfig known)
            throws IOException {
        SecureRandom random = new SecureRandom();
        StoreId store = new StoreId(random.nextLong(), random.nextLong());
        Files.createDirectories(directory.root());
        Disk disk = new RealDisk(directory.root());
        Meta meta = Meta.fresh(new NodeIdentity(cluster, node, store), known);
        WriteAheadLog.format(disk, LOG, LogSettings.DEFAULT, meta);
        MetaFile.format(disk, meta);
        return new NodeStore(directory);
    }
}
