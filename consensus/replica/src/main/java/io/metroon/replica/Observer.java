package io.metroon.replica;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Input;
import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.transport.BadFrameException;
import java.util.List;

/** Watches a replica: metrics in production, the checker in the simulator. Must be quick and must not throw. */
public interface Observer {
    /** Watches nothing. */
    Observer NONE = new Observer() {};

    /** The core took a step; the view is of now only if {@link #wantsViews} says so. On the loop. */
    default void onStep(Input input, List<Effect> effects, CoreView view) {}

    /** Whether {@link #onStep} wants a view; making one costs a little. */
    default boolean wantsViews() {
        return false;
    }

    /** A message leaves; everything it rests on is durable. On the loop. */
    default void onSent(Effect.Send send) {}

    /** A frame from a peer could not be believed, and was dropped. On the loop. */
    default void onBadFrame(BadFrameException reason) {}

    /** The log was synced up to here, with so many records in one go. On the log lane. */
    default void onSynced(long lsn, int records, long nanos) {}

    /** An entry was applied, or skipped as a repetition. On the apply lane. */
    default void onApplied(Entry entry, boolean executed) {}

    /** A chunk of a snapshot that a peer asked for is damaged here. On the snapshot lane. */
    default void onDamagedChunk(long slot, int chunk) {}

    /** The disk has no room for the meta file to name this epoch; the log does. On the log lane. */
    default void onMetaDelayed(long epoch) {}

    /**
     * The disk has another room than before. On the loop.
     *
     * @param freeBytes left
     * @param headroomBytes that there should be
     */
    default void onDiskRoom(DiskRoom room, long freeBytes, long headroomBytes) {}

    /** Replicas hold different states. On the loop. */
    default void onStateDifference(StateDifference difference) {}

    /** This replica's state is wrong, or was and could not be built anew: it answers nobody, and votes. On the loop. */
    default void onQuarantine(String reason) {}

    /** This replica's state was built anew up to here, and it answers again. On the loop. */
    default void onRebuilt(long slot) {}

    /** A snapshot at this slot is durable and was read back. On the snapshot lane. */
    default void onSnapshot(long slot) {}

    /** A snapshot under way is fetched from another peer from here on. On the loop. */
    default void onFetchMoved(long slot, int from, int to) {}
}
