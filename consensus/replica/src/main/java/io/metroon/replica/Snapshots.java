package io.metroon.replica;

import io.metroon.replica.snapshot.SnapshotMessage;

/** Snapshots of a replica. */
final class Snapshots {
    void take() {}

    void tick() {}

    void fetch(int from, long slot) {}

    void receive(int from, SnapshotMessage message) {}

    long newestSlot() {
        return 0;
    }

    double fetched() {
        return -1;
    }
}
