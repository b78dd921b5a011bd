package io.metroon.replica;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.replica.snapshot.SnapshotStore;
import io.metroon.replica.snapshot.SnapshotStore.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Builds a state that was found to be wrong anew, while the node goes on voting: from a snapshot of the time when it was still
 * right, and the log behind it. On the apply lane, but for {@link #begin}.
 */
final class Rebuild<R> {
    private static final int READ_BYTES = 1 << 20;

    private final SnapshotStore store;
    private final Applier<R> applier;
    private final LogWriter log;
    private final Surroundings surroundings;
    private final Outcome outcome;
    private boolean active;
    private long committed;

    /** Told on the apply lane. */
    interface Outcome {
        /** The state was built from the log as far as that is chosen. */
        void rebuilt();

        /** It could not be; the state is what it was, or useless. */
        void impossible(String why);
    }

    Rebuild(SnapshotStore store, Applier<R> applier, LogWriter log, Surroundings surroundings, Outcome outcome) {
        this.store = store;
        this.applier = applier;
        this.log = log;
        this.surroundings = surroundings;
        this.outcome = outcome;
    }

    /** Whether what was just chosen, up to this slot, is to be read from the log later. */
    boolean takes(long upTo) {
        if (active) {
            committed = Math.max(committed, upTo);
        }
        return active;
    }

    /**
     * Begins, on any lane. Snapshots above the slot are set aside: they may hold what is wrong.
     *
     * @param trustedSlot the newest at which the state was known to be right
     */
    void begin(long trustedSlot) {
        // By way of the apply lane: a snapshot that was due before is then written before those above the slot are
        // sought.
        surroundings.applyLane().execute(() -> {
            active = true;
            committed = applier.slot();
            surroundings.snapshotLane().execute(() -> distrust(trustedSlot));
        });
    }

    private void distrust(long trustedSlot) {
        try {
            for (Snapshot snapshot : store.newestFirst()) {
                if (snapshot.slot() > trustedSlot) {
                    store.setAside(snapshot, "written after slot " + trustedSlot + ", when the state was last right");
                }
            }
            Optional<Snapshot> base = store.newest();
            surroundings.applyLane().execute(() -> load(base));
        } catch (IOException e) {
            surroundings.applyLane().execute(() -> giveUp("snapshots can't be set aside: " + e.getMessage()));
        }
    }

    private void load(Optional<Snapshot> base) {
        if (base.isEmpty()) {
            giveUp("there is no snapshot here from the time when the state was right");
            return;
        }
        try (InputStream content = base.get().openStream()) {
            applier.reload(base.get().manifest(), content);
            next();
        } catch (IOException e) {
            giveUp("the snapshot at slot " + base.get().slot() + " can't be loaded: " + e.getMessage());
        }
    }

    private void next() {
        if (applier.slot() >= committed) {
            active = false;
            outcome.rebuilt();
            return;
        }
        log.load(
                new Effect.LoadLog(0, applier.slot() + 1, committed, READ_BYTES),
                entries -> surroundings.applyLane().execute(() -> feed(entries)));
    }

    private void feed(List<Entry> entries) {
        if (entries.isEmpty()) {
            giveUp("the log has no entry for slot " + (applier.slot() + 1));
            return;
        }
        applier.apply(entries, () -> {});
        next();
    }

    private void giveUp(String why) {
        // What is chosen meanwhile is no longer taken: the state is of no use to anybody until the node starts again.
        committed = Long.MAX_VALUE;
        outcome.impossible(why);
    }
}
