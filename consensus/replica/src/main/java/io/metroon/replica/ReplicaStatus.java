package io.metroon.replica;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.replica.condition.DiskRoom;
import java.util.List;

/**
 * How a replica stands.
 *
 * @param view of its core
 * @param config of its epoch
 * @param applied last slot applied
 * @param durableLsn last record synced
 * @param pending proposals that wait for their effect
 * @param snapshotSlot of the newest snapshot, 0 for none
 * @param fetch how far the fetch of a snapshot is, 0 to 1; negative when none is under way
 * @param room on its disk
 * @param quarantined why its state answers nobody; empty when it does
 * @param alarms what an operator should know of, a sentence each
 * @param failed why the replica stopped; empty while it runs
 */
public record ReplicaStatus(
        CoreView view,
        EpochConfig config,
        long applied,
        long durableLsn,
        int pending,
        long snapshotSlot,
        double fetch,
        DiskRoom room,
        String quarantined,
        List<String> alarms,
        String failed) {}
