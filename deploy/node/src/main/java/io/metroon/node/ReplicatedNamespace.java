package io.metroon.node;

import io.metroon.consensus.Hash128;
import io.metroon.namespace.Command;
import io.metroon.namespace.CommandCodec;
import io.metroon.namespace.Digest;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.Limits;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.Operation;
import io.metroon.namespace.Pin;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.RefusedException;
import io.metroon.namespace.ServiceException;
import io.metroon.replica.ReadLevel;
import io.metroon.replica.Replica;
import io.metroon.replica.ReplicaException;
import io.metroon.replica.StateMachine;
import io.metroon.replica.condition.Need;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The bridge between the two: to the gateway a namespace that answers requests, to the log a state machine. It turns
 * commands into octets on the way in and failures of agreement into failures of the service on the way out, and nothing
 * else; neither neighbour knows the other.
 *
 * <p>Until {@link #serve}, every request is refused as unavailable: the log is still being replayed.
 */
final class ReplicatedNamespace implements NamespaceService, StateMachine<NamespaceService.Answer> {
    private final Namespace namespace;
    private final Executor readers;
    private final NodeMetrics metrics;
    private volatile @Nullable Replica<Answer> replica;

    /**
     * A bridge to a namespace that stands where its store left it.
     *
     * @param readers runs queries; its queue is bounded, and what it rejects is refused as overload
     */
    ReplicatedNamespace(Namespace namespace, Executor readers, NodeMetrics metrics) {
        this.namespace = namespace;
        this.readers = readers;
        this.metrics = metrics;
    }

    /** From now on requests are answered. */
    void serve(Replica<Answer> opened) {
        replica = opened;
    }

    // To the gateway.

    @Override
    public CompletionStage<Answer> execute(Command command, @Nullable IdempotencyKey key, Duration patience) {
        Replica<Answer> serving = replica;
        if (serving == null) {
            return recovering();
        }
        try {
            long began = System.nanoTime();
            return translated(serving.propose(CommandCodec.encode(command, key), need(command), patience)
                    .thenApply(committed -> {
                        metrics.onCommitted(System.nanoTime() - began);
                        return committed.reply();
                    }));
        } catch (RefusedException e) {
            return CompletableFuture.completedFuture(new Answer(revision(), e.refusal(), false));
        }
    }

    /** Only what removes entries shrinks; any other change may need a row more. */
    static Need need(Command command) {
        boolean shrinks = command instanceof Command.Delete
                || command instanceof Command.Reclaim
                || (command instanceof Command.Batch batch
                        && batch.items().stream().allMatch(item -> isHarmless(item.operation())));
        return shrinks ? Need.SHRINKS : Need.GROWS;
    }

    private static boolean isHarmless(Operation operation) {
        return operation instanceof Query || operation instanceof Command.Delete;
    }

    @Override
    public CompletionStage<Answer> query(Query query, ReadMode mode, Duration patience) {
        Replica<Answer> serving = replica;
        if (serving == null) {
            return recovering();
        }
        return translated(evaluate(serving, query, level(mode), System.nanoTime() + patience.toNanos()));
    }

    /** What a freshness is called by the replica. */
    static ReadLevel level(ReadMode mode) {
        if (mode instanceof ReadMode.Lease) {
            return new ReadLevel.Lease();
        } else if (mode instanceof ReadMode.Quorum) {
            return new ReadLevel.Quorum();
        } else if (mode instanceof ReadMode.Bounded bounded) {
            return new ReadLevel.Bounded(bounded.staleness());
        } else if (mode instanceof ReadMode.AtLeast atLeast) {
            return new ReadLevel.AtLeast(atLeast.revision());
        }
        return mode instanceof ReadMode.Stale ? new ReadLevel.Stale() : ReadLevel.DEFAULT;
    }

    /**
     * Evaluates when the state is fresh enough, and asks once more if it no longer was when the answer was there: what rests
     * on a clock ends while a reader waits for its turn, a page or the processor.
     */
    private CompletableFuture<Answer> evaluate(Replica<Answer> serving, Query query, ReadLevel level, long deadline) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return serving.position(level, left)
                .thenCompose(position -> evaluate(serving, query)
                        .thenCompose(answer -> position.stillHolds()
                                ? CompletableFuture.completedFuture(answer)
                                : again(serving, query, level, deadline)));
    }

    private CompletableFuture<Answer> again(Replica<Answer> serving, Query query, ReadLevel level, long deadline) {
        return System.nanoTime() - deadline < 0
                ? evaluate(serving, query, level, deadline)
                : CompletableFuture.failedFuture(new ServiceException(
                        ServiceException.Kind.UNAVAILABLE,
                        "what the read rested on ended before it was evaluated, and no time is left"));
    }

    // On a reader: a page fault of the mapped store must stop neither an event loop nor the apply thread.
    private CompletableFuture<Answer> evaluate(Replica<Answer> serving, Query query) {
        if (serving.isQuarantined()) {
            return CompletableFuture.failedFuture(new ServiceException(
                    ServiceException.Kind.UNAVAILABLE, serving.status().quarantined()));
        }
        try {
            return CompletableFuture.supplyAsync(() -> namespace.query(query), readers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new ServiceException(ServiceException.Kind.OVERLOADED, "too many reads wait on this node"));
        }
    }

    private static CompletableFuture<Answer> recovering() {
        return CompletableFuture.failedFuture(new ServiceException(
                ServiceException.Kind.UNAVAILABLE, "this node is still reading its snapshot and log"));
    }

    private static CompletionStage<Answer> translated(CompletableFuture<Answer> stage) {
        return stage.exceptionallyCompose(failure -> CompletableFuture.failedFuture(translate(failure)));
    }

    static Throwable translate(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ReplicaException refused) {
            return new ServiceException(kind(refused.kind()), String.valueOf(refused.getMessage()));
        }
        return cause;
    }

    private static ServiceException.Kind kind(ReplicaException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE -> ServiceException.Kind.UNAVAILABLE;
            case OVERLOADED -> ServiceException.Kind.OVERLOADED;
            case NO_SPACE -> ServiceException.Kind.NO_SPACE;
            case OUTCOME_UNKNOWN -> ServiceException.Kind.OUTCOME_UNKNOWN;
        };
    }

    @Override
    public long revision() {
        return namespace.revision();
    }

    @Override
    public long epoch() {
        Replica<Answer> serving = replica;
        return serving == null ? 1 : serving.status().config().epoch();
    }

    @Override
    public Limits limits() {
        return namespace.limits();
    }

    // To the log.

    @Override
    public Answer apply(long slot, long stampMillis, byte[] command) {
        return namespace.apply(slot, stampMillis, command);
    }

    @Override
    public void skip(long slot, long stampMillis) {
        namespace.advance(slot, stampMillis);
    }

    @Override
    public long appliedSlot() {
        return namespace.revision();
    }

    @Override
    public Hash128 digest() {
        Digest digest = namespace.digest().digest();
        return new Hash128(digest.high(), digest.low());
    }

    @Override
    public Frozen freeze() {
        return new FrozenNamespace(namespace, namespace.pin());
    }

    @Override
    public void load(InputStream snapshot) throws IOException {
        namespace.loadSnapshot(snapshot);
    }

    private record FrozenNamespace(Namespace namespace, Pin pin) implements Frozen {
        @Override
        public long slot() {
            return pin.revision();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            namespace.writeSnapshot(pin, out);
        }

        @Override
        public void close() {
            pin.close();
        }
    }
}
