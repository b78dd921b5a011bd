package io.metroon.node.local;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.node.config.NodeConfig;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.log.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Founds a cluster: draws its identity and that of each store, and formats the directories with the first epoch. */
public final class Founding {
    private static final String LOG = "log";

    private final SecureRandom random = new SecureRandom();
    private final ClusterId cluster = new ClusterId(random.nextLong(), random.nextLong());
    private final List<Member> members = new ArrayList<>();

    private final EpochConfig.Engine engine;

    /** A cluster of these members, all voters, that begins with Multi-Paxos. */
    public Founding(List<NodeConfig.Addresses> addresses) {
        this(addresses, EpochConfig.Engine.PAXOS);
    }

    /** A cluster of these members, all voters. */
    public Founding(List<NodeConfig.Addresses> addresses, EpochConfig.Engine engine) {
        this.engine = engine;
        for (NodeConfig.Addresses node : addresses) {
            StoreId store = new StoreId(random.nextLong(), random.nextLong());
            members.add(new Member(
                    node.node(),
                    store,
                    Member.Role.VOTER,
                    0,
                    node.peer().toString(),
                    node.http().toString()));
        }
    }

    /** The identity drawn. */
    public ClusterId cluster() {
        return cluster;
    }

    /** The first configuration: everybody votes, majorities decide. */
    public EpochConfig epoch() {
        return EpochConfig.ofMajorities(1, engine, members);
    }

    /** Who a node is. */
    public NodeIdentity identity(int node) {
        return new NodeIdentity(
                cluster, node, epoch().member(node).orElseThrow().store());
    }

    /**
     * Formats the directory of one node.
     *
     * @throws IOException when it is formatted already, or can't be written
     */
    public void format(int node, Path directory) throws IOException {
        Disk disk = new RealDisk(directory);
        Meta meta = Meta.fresh(identity(node), epoch());
        WriteAheadLog.format(disk, LOG, LogSettings.DEFAULT, meta);
        MetaFile.format(disk, meta);
    }
}
