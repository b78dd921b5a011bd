package io.metroon.replica;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.LogRecord;
import io.metroon.replica.disk.NoSpaceException;
import io.metroon.replica.log.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit without timers: whatever gathered while the last sync ran is written in one go and synced once. Everything
 * that touches the log file runs on the log lane.
 */
final class LogWriter {
    /** Ticks of idleness after which the log notes how far it is synced. */
    private static final int IDLE_TICKS = 5;
    /** Ticks between two attempts to write while the disk is full. */
    private static final int FULL_RETRY_TICKS = 50;

    private final WriteAheadLog log;
    private final Surroundings surroundings;
    private final Observer observer;
    private final LongConsumer onDurable;
    private final Consumer<IOException> onBroken;
    private final Deque<Effect.Append> queue = new ArrayDeque<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long chosenUpTo;
    private volatile boolean diskFull;
    private @Nullable Batch unfinished;
    private boolean broken;
    private boolean ended;
    private int idleTicks;
    private int fullTicks;

    /** What goes to the disk in one go. */
    private record Batch(List<LogRecord> records, long lastLsn, long chosenUpTo) {}

    LogWriter(
            WriteAheadLog log,
            Surroundings surroundings,
            Observer observer,
            LongConsumer onDurable,
            Consumer<IOException> onBroken) {
        this.log = log;
        this.surroundings = surroundings;
        this.observer = observer;
        this.onDurable = onDurable;
        this.onBroken = onBroken;
    }

    /** Queues records; on the loop. */
    void append(Effect.Append append) {
        synchronized (queue) {
            queue.add(append);
        }
    }

    /** Writes what is queued; on the loop, after the records of a whole turn have been queued. */
    void flush(long chosen) {
        chosenUpTo = chosen;
        boolean waiting = !isQueueEmpty();
        if (waiting) {
            idleTicks = 0;
        }
        if (waiting && !diskFull) {
            schedule();
        }
    }

    private boolean isQueueEmpty() {
        synchronized (queue) {
            return queue.isEmpty();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            surroundings.logLane().execute(this::writeAndSync);
        }
    }

    /** Keeps an idle log's marks fresh, and tries again when the disk was full; on the loop. */
    void tick() {
        idleTicks++;
        if (diskFull && ++fullTicks % FULL_RETRY_TICKS == 0) {
            diskFull = false;
            schedule();
        } else if (idleTicks == IDLE_TICKS) {
            surroundings.logLane().execute(this::mark);
        }
    }

    private void writeAndSync() {
        scheduled.set(false);
        if (broken || ended) {
            return;
        }
        try {
            Batch next = unfinished == null ? nextBatch() : unfinished;
            if (!next.records().isEmpty()) {
                unfinished = next;
                write(next);
                unfinished = null;
            }
            if (!isQueueEmpty() || log.prepareSpare()) {
                schedule();
            }
        } catch (NoSpaceException e) {
            // What is unfinished stays so; a leader that can't sync steps down by itself.
            diskFull = true;
        } catch (IOException e) {
            breakDown(e);
        }
    }

    private Batch nextBatch() {
        // Read first: what is chosen by now was appended before, so it is in the queue or already written.
        long chosen = chosenUpTo;
        List<LogRecord> records = new ArrayList<>();
        long lastLsn = 0;
        synchronized (queue) {
            for (Effect.Append append = queue.poll(); append != null; append = queue.poll()) {
                records.addAll(append.records());
                lastLsn = append.lastLsn();
            }
        }
        return new Batch(records, lastLsn, chosen);
    }

    private void write(Batch batch) throws IOException {
        long from = surroundings.clock().monotonicNanos();
        log.append(batch.records(), batch.lastLsn(), batch.chosenUpTo());
        long durable = log.sync();
        observer.onSynced(durable, batch.records().size(), surroundings.clock().monotonicNanos() - from);
        onDurable.accept(durable);
    }

    /** After a failed write or sync nobody knows what the disk holds: never try again. Rebello et al., ATC 2020. */
    private void breakDown(IOException e) {
        broken = true;
        onBroken.accept(e);
    }

    private void mark() {
        try {
            long chosen = chosenUpTo;
            if (!broken && !diskFull && unfinished == null && isQueueEmpty()) {
                log.mark(chosen);
            }
        } catch (NoSpaceException e) {
            diskFull = true;
        } catch (IOException e) {
            breakDown(e);
        }
    }

    /** Reads chosen entries back; any thread may ask, the answer comes on the log lane. */
    void load(Effect.LoadLog wanted, Consumer<List<Entry>> answer) {
        surroundings.logLane().execute(() -> {
            // A chosen value may still be queued, with an older vote for its slot in the log: write first.
            writeAndSync();
            boolean written = !broken && unfinished == null && isQueueEmpty();
            boolean readable = written && wanted.fromSlot() <= wanted.toSlot();
            answer.accept(readable ? log.read(wanted.fromSlot(), wanted.toSlot(), wanted.bytesMax()) : List.of());
        });
    }

    /** Gives back segments that a snapshot makes superfluous. */
    void release(long throughSlot) {
        whenUsable(() -> log.release(throughSlot));
    }

    /** A snapshot from a peer was installed; before the core hears of it. */
    void jump(long toSlot) {
        whenUsable(() -> log.jump(toSlot));
    }

    private interface LogWork {
        void run() throws IOException;
    }

    private void whenUsable(LogWork work) {
        surroundings.logLane().execute(() -> {
            try {
                if (!broken) {
                    work.run();
                }
            } catch (IOException e) {
                breakDown(e);
            }
        });
    }

    /** Whether the log waits for room, or soon will; on the log lane. */
    boolean isOutOfSpace() {
        return diskFull || log.isNearlyOutOfSpace();
    }

    /** Syncs and closes after everything queued; then tells. */
    void close(Runnable closed) {
        surroundings.logLane().execute(() -> {
            writeAndSync();
            try {
                if (!broken) {
                    // Preparing a spare segment may be scheduled still.
                    ended = true;
                    log.close();
                }
            } catch (IOException e) {
                breakDown(e);
            }
            closed.run();
        });
    }
}
