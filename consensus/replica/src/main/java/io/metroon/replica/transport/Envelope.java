package io.metroon.replica.transport;

import io.metroon.consensus.Message;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.condition.Condition;
import io.metroon.replica.snapshot.SnapshotMessage;

/**
 * A message with what a receiver checks before it believes a word: an envelope of a foreign cluster, or from a store that
 * the epoch does not list, is dropped.
 *
 * @param cluster of the sender
 * @param epoch that the sender is in
 * @param from the sender's node
 * @param fromStore the sender's data directory
 * @param to the node it is meant for
 * @param body what it says
 */
public record Envelope(ClusterId cluster, long epoch, int from, StoreId fromStore, int to, Body body) {
    /** What is inside. */
    public sealed interface Body {
        /**
         * For the core.
         *
         * @param message of the epoch
         */
        record Consensus(Message message) implements Body {}

        /**
         * For whoever moves snapshots.
         *
         * @param message of any epoch
         */
        record Snapshot(SnapshotMessage message) implements Body {}

        /**
         * How the sender is.
         *
         * @param condition of any epoch
         */
        record Status(Condition condition) implements Body {}
    }
}
