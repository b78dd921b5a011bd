package io.metroon.replica;

import io.metroon.consensus.Input;
import io.metroon.replica.ReplicaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads that wait for a position, and then for the state machine to reach it. All of a kind that gathered in one turn of the
 * loop share a token; every attempt takes a new one. On the loop.
 */
final class ReadPositions {
    private final Surroundings.Clock clock;
    private final ReplicaSettings settings;
    private final Consumer<Input> ask;
    private final LongSupplier epoch;
    private final Map<Ask, List<Waiting>> gathered = new EnumMap<>(Ask.class);
    private final Map<Long, Batch> asked = new HashMap<>();
    private final TreeMap<Long, List<Waiting>> forApply = new TreeMap<>();
    private long token;
    private long applied;
    private int count;
    private long ticks;

    /** Whom to ask for a position. */
    enum Ask {
        /** The leader, who has itself confirmed. */
        LEADER,
        /** A phase-1 quorum. */
        QUORUM;

        private Input with(long token) {
            return switch (this) {
                case LEADER -> new Input.Read(token);
                case QUORUM -> new Input.QuorumRead(token);
            };
        }
    }

    /** One read; {@code placed} once it knows its position. */
    private record Waiting(
            long deadlineNanos,
            CompletableFuture<Long> future,
            @Nullable Placed placed) {
        Waiting placed(Placed now) {
            return new Waiting(deadlineNanos, future, now);
        }

        Waiting unplaced() {
            return new Waiting(deadlineNanos, future, null);
        }
    }

    /** Who gave a position, in which epoch, and at which tick it came. */
    private record Placed(Ask by, long epoch, long tick) {}

    private record Batch(Ask whom, long askedAtTick, long epoch, List<Waiting> reads) {
        /** Whether somebody said that there is no answer, rather than nobody anything. */
        boolean hasFailed() {
            return askedAtTick < 0;
        }
    }

    /**
     * Tokens are numbered from {@code firstToken}, which each process draws anew: an answer to a process that crashed may
     * come late, and must not serve a read of the next one.
     */
    ReadPositions(
            Surroundings.Clock clock,
            ReplicaSettings settings,
            long applied,
            long firstToken,
            LongSupplier epoch,
            Consumer<Input> ask) {
        this.token = firstToken;
        this.clock = clock;
        this.settings = settings;
        this.applied = applied;
        this.epoch = epoch;
        this.ask = ask;
    }

    void add(Ask whom, Duration patience, CompletableFuture<Long> future) {
        Waiting read = admit(patience, future);
        if (read != null) {
            gather(whom, List.of(read));
        }
    }

    private void gather(Ask whom, List<Waiting> reads) {
        gathered.computeIfAbsent(whom, none -> new ArrayList<>()).addAll(reads);
    }

    void awaitApplied(long slot, Duration patience, CompletableFuture<Long> future) {
        if (slot <= applied) {
            future.complete(applied);
            return;
        }
        Waiting read = admit(patience, future);
        if (read != null) {
            awaitApplied(slot, List.of(read));
        }
    }

    private void awaitApplied(long slot, List<Waiting> reads) {
        if (slot <= applied) {
            reads.forEach(this::complete);
        } else {
            forApply.computeIfAbsent(slot, none -> new ArrayList<>()).addAll(reads);
        }
    }

    private @Nullable Waiting admit(Duration patience, CompletableFuture<Long> future) {
        if (count >= settings.pendingMax()) {
            future.completeExceptionally(new ReplicaException(
                    Kind.OVERLOADED, settings.pendingMax() + " reads are waiting at this node already"));
            return null;
        }
        count++;
        return new Waiting(clock.monotonicNanos() + patience.toNanos(), future, null);
    }

    /** Asks for what gathered in this turn. */
    void flush() {
        for (Ask whom : Ask.values()) {
            List<Waiting> reads = gathered.remove(whom);
            if (reads != null && !reads.isEmpty()) {
                asked.put(++token, new Batch(whom, ticks, epoch.getAsLong(), List.copyOf(reads)));
                ask.accept(whom.with(token));
            }
        }
    }

    void ready(long readyToken, long index) {
        Batch batch = asked.remove(readyToken);
        if (batch != null) {
            Placed placed = new Placed(batch.whom(), batch.epoch(), ticks);
            awaitApplied(
                    index,
                    batch.reads().stream().map(read -> read.placed(placed)).toList());
        }
    }

    /** Nobody could tell: the next tick asks again. */
    void failed(long failedToken) {
        Batch batch = asked.remove(failedToken);
        if (batch != null) {
            asked.put(++token, new Batch(batch.whom(), Long.MIN_VALUE / 2, batch.epoch(), batch.reads()));
        }
    }

    void applied(long slot) {
        applied = Math.max(applied, slot);
        while (!forApply.isEmpty() && forApply.firstKey() <= applied) {
            forApply.pollFirstEntry().getValue().forEach(this::complete);
        }
    }

    /**
     * A read that came to a seal on its way has to ask those of the next epoch: who was asked may not have known that
     * theirs was over, and a slot behind the seal that they named is another entry now.
     */
    private void complete(Waiting read) {
        Placed placed = read.placed();
        if (placed != null && placed.epoch() != epoch.getAsLong()) {
            gather(placed.by(), List.of(read.unplaced()));
        } else {
            count--;
            read.future().complete(applied);
        }
    }

    void leaderKnown() {
        askAgain(batch -> batch.whom() == Ask.LEADER);
    }

    void tick() {
        ticks++;
        if (ticks % 5 == 0) {
            askAgain(batch -> batch.askedAtTick() < ticks - settings.retryTicks());
            giveUpOnQuorums(ticks - settings.retryTicks());
            expire();
        }
    }

    /** Asks again, with new tokens. Those that waited for a quorum in vain ask the leader from then on. */
    private void askAgain(Predicate<Batch> which) {
        List<Batch> unanswered = new ArrayList<>();
        asked.values().removeIf(batch -> which.test(batch) && unanswered.add(batch));
        unanswered.forEach(batch -> gather(batch.hasFailed() ? batch.whom() : Ask.LEADER, batch.reads()));
    }

    /** What a voter holds may never be chosen while there is no leader: the leader is asked after all. */
    private void giveUpOnQuorums(long before) {
        List<Waiting> late = new ArrayList<>();
        forApply.values()
                .forEach(reads -> reads.removeIf(read -> isQuorumBefore(before, read.placed()) && late.add(read)));
        forApply.values().removeIf(List::isEmpty);
        late.forEach(read -> gather(Ask.LEADER, List.of(read.unplaced())));
    }

    private static boolean isQuorumBefore(long tick, @Nullable Placed placed) {
        return placed != null && placed.by() == Ask.QUORUM && placed.tick() < tick;
    }

    private void expire() {
        long now = clock.monotonicNanos();
        gathered.values().forEach(reads -> expire(reads, now));
        asked.replaceAll((asking, batch) -> {
            List<Waiting> left = new ArrayList<>(batch.reads());
            expire(left, now);
            return new Batch(batch.whom(), batch.askedAtTick(), batch.epoch(), left);
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
        List<Waiting> all = new ArrayList<>();
        gathered.values().forEach(all::addAll);
        asked.values().forEach(batch -> all.addAll(batch.reads()));
        forApply.values().forEach(all::addAll);
        gathered.clear();
        asked.clear();
        forApply.clear();
        all.forEach(read -> fail(read, "the node is closing"));
    }
}
