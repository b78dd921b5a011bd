package io.metroon.replica;

import io.metroon.replica.ReplicaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Reads that wait for a position from the leader, and then for the state machine to reach it. All that gathered in one
 * turn of the loop share a token; every attempt takes a new one. On the loop.
 */
final class ReadPositions {
    private final Surroundings.Clock clock;
    private final ReplicaSettings settings;
    private final LongConsumer ask;
    private final List<Waiting> gathered = new ArrayList<>();
    private final Map<Long, Batch> asked = new HashMap<>();
    private final TreeMap<Long, List<Waiting>> forApply = new TreeMap<>();
    private long token;
    private long applied;
    private int count;
    private long ticks;

    private record Waiting(long deadlineNanos, CompletableFuture<Long> future) {}

    private record Batch(long askedAtTick, List<Waiting> reads) {}

    /**
     * Tokens are numbered from {@code firstToken}, which each process draws anew: an answer to a process that crashed may
     * come late, and must not serve a read of the next one.
     */
    ReadPositions(Surroundings.Clock clock, ReplicaSettings settings, long applied, long firstToken, LongConsumer ask) {
        this.token = firstToken;
        this.clock = clock;
        this.settings = settings;
        this.applied = applied;
        this.ask = ask;
    }

    void add(Duration patience, CompletableFuture<Long> future) {
        Waiting read = admit(patience, future);
        if (read != null) {
            gathered.add(read);
        }
    }

    void awaitApplied(long slot, Duration patience, CompletableFuture<Long> future) {
        if (slot <= applied) {
            future.complete(applied);
            return;
        }
        Waiting read = admit(patience, future);
        if (read != null) {
            forApply.computeIfAbsent(slot, s -> new ArrayList<>()).add(read);
        }
    }

    private @org.jspecify.annotations.Nullable Waiting admit(Duration patience, CompletableFuture<Long> future) {
        if (count >= settings.pendingMax()) {
            future.completeExceptionally(new ReplicaException(
                    Kind.OVERLOADED, settings.pendingMax() + " reads are waiting at this node already"));
            return null;
        }
        count++;
        return new Waiting(clock.monotonicNanos() + patience.toNanos(), future);
    }

    /** Asks for what gathered in this turn. */
    void flush() {
        if (!gathered.isEmpty()) {
            asked.put(++token, new Batch(ticks, List.copyOf(gathered)));
            gathered.clear();
            ask.accept(token);
        }
    }

    void ready(long readyToken, long index) {
        Batch batch = asked.remove(readyToken);
        if (batch == null) {
            return;
        }
        if (index <= applied) {
            batch.reads().forEach(this::complete);
        } else {
            forApply.computeIfAbsent(index, slot -> new ArrayList<>()).addAll(batch.reads());
        }
    }

    /** Nobody could tell: the next tick asks again. */
    void failed(long failedToken) {
        Batch batch = asked.remove(failedToken);
        if (batch != null) {
            asked.put(++token, new Batch(Long.MIN_VALUE / 2, batch.reads()));
        }
    }

    void applied(long slot) {
        applied = Math.max(applied, slot);
        while (!forApply.isEmpty() && forApply.firstKey() <= applied) {
            forApply.pollFirstEntry().getValue().forEach(this::complete);
        }
    }

    private void complete(Waiting read) {
        count--;
        read.future().complete(applied);
    }

    void leaderKnown() {
        askAgain(Long.MAX_VALUE);
    }

    void tick() {
        ticks++;
        if (ticks % 5 == 0) {
            askAgain(ticks - settings.retryTicks());
            expire();
        }
    }

    /** Asks again, with new tokens, for batches asked for before a tick. */
    private void askAgain(long before) {
        List<Batch> unanswered = new ArrayList<>();
        asked.values().removeIf(batch -> batch.askedAtTick() < before && unanswered.add(batch));
        unanswered.forEach(batch -> gathered.addAll(batch.reads()));
    }

    private void expire() {
        long now = clock.monotonicNanos();
        expire(gathered, now);
        asked.replaceAll((asking, batch) -> {
            List<Waiting> left = new ArrayList<>(batch.reads());
            expire(left, now);
            return new Batch(batch.askedAtTick(), left);
        });
        asked.values().removeIf(batch -> batch.reads().isEmpty());
        forApply.values().forEach(reads -> expire(reads, now));
        forApply.values().removeIf(List::isEmpty);
    }

    private void expire(List<Waiting> reads, long now) {
        for (Iterator<Waiting> each = reads.iterator(); each.hasNext(); ) {
            Waiting read = each.next();
            if (read.deadlineNanos() - now < 0) {
                each.remove();
                fail(read, "no quorum confirmed the read within the time given");
            }
        }
    }

    private void fail(Waiting read, String detail) {
        count--;
        read.future().completeExceptionally(new ReplicaException(Kind.UNAVAILABLE, detail));
    }

    void close() {
        List<Waiting> all = new ArrayList<>(gathered);
        asked.values().forEach(batch -> all.addAll(batch.reads()));
        forApply.values().forEach(all::addAll);
        gathered.clear();
        asked.clear();
        forApply.clear();
        all.forEach(read -> fail(read, "the node is closing"));
    }
}
