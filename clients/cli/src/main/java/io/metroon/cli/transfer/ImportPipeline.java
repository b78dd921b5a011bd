package io.metroon.cli.transfer;

import io.metroon.cli.transfer.Tally.Count;
import io.metroon.client.Attributes;
import io.metroon.client.ContentSource;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.client.Outcome;
import io.metroon.client.Precondition;
import io.metroon.client.RefusedException;
import io.metroon.client.UnavailableException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends operations in batches, several at a time, in whatever order they arrive. That is safe because each batch makes
 * the directories that it needs before it uses them, and making one twice is harmless. Memory is bounded by the batches
 * under way. To be used by one thread.
 */
final class ImportPipeline {
    private static final int OPERATIONS_MAX = 500;
    /** A batch is one log entry on every node: one that is too large keeps the others waiting. */
    private static final long OCTETS_MAX = 1L << 20;

    private final MetroonClient client;
    private final Tally tally;
    private final Progress progress;
    private final int batchesMax;
    private final Semaphore places;
    private final AtomicReference<@Nullable RuntimeException> fatal = new AtomicReference<>();
    private List<Operation> batch = new ArrayList<>();
    private Optional<MetroonPath> parentInBatch = Optional.empty();
    private long octets;
    private long entries;

    ImportPipeline(MetroonClient client, Tally tally, Progress progress, int batchesMax) {
        this.client = client;
        this.tally = tally;
        this.progress = progress;
        this.batchesMax = batchesMax;
        this.places = new Semaphore(batchesMax);
    }

    /**
     * Sends an entry's operation some time.
     *
     * @param size octets of content it carries
     */
    void add(Operation operation, long size) {
        if (batch.size() >= OPERATIONS_MAX || octets + size > OCTETS_MAX) {
            flush();
        }
        MetroonPath parent = operation.path().parent();
        boolean needsParent = !(operation instanceof Operation.SetAttributes);
        if (needsParent && parentInBatch.filter(parent::equals).isEmpty()) {
            batch.add(directory(parent));
            parentInBatch = Optional.of(parent);
        }
        batch.add(operation);
        octets += size;
        entries++;
    }

    static Operation directory(MetroonPath path) {
        return Operation.Create.directory(path).withParents().orExisting();
    }

    /** Sends what is waiting, when a place is free. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        List<Operation> sent = batch;
        long carried = entries;
        batch = new ArrayList<>();
        parentInBatch = Optional.empty();
        octets = 0;
        entries = 0;
        places.acquireUninterruptibly();
        throwFatal();
        client.batch(sent)
                .whenComplete((outcomes, failure) -> {
                    settle(sent, outcomes, failure);
                    progress.advance(carried);
                    places.release();
                })
                .exceptionally(shown -> List.of());
    }

    private void settle(List<Operation> sent, @Nullable List<Outcome> outcomes, @Nullable Throwable failure) {
        if (outcomes == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            fatal.set(
                    cause instanceof RuntimeException known ? known : new UnavailableException(String.valueOf(cause)));
            return;
        }
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Failed failed) {
                failed(sent.get(i), failed.cause());
            }
        }
    }

    private void failed(Operation operation, MetroonException cause) {
        if (!(cause instanceof RefusedException refused)) {
            fatal.set(cause);
        } else if (refused.code().equals("EFBIG") && operation instanceof Operation.PutContent put) {
            withoutContent(put.path(), put.attributes().size(put.content().length()));
        } else {
            tally.fail(operation.path() + ": " + cause.getMessage() + " (" + refused.code() + ")");
        }
    }

    /** Sends a file whose content is too large to stand among others, when a place is free. */
    void stream(MetroonPath path, LocalEntry local) {
        places.acquireUninterruptibly();
        throwFatal();
        Attributes attributes = local.attributes();
        client.execute(directory(path.parent()))
                .thenCompose(parent -> client.putContent(path, ContentSource.of(local.path())))
                .thenCompose(
                        put -> client.execute(new Operation.SetAttributes(path, false, attributes, Precondition.NONE)))
                .whenComplete((done, failure) -> {
                    streamed(path, local, failure);
                    progress.advance(1);
                    places.release();
                })
                .exceptionally(shown -> null);
    }

    private void streamed(MetroonPath path, LocalEntry local, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused && refused.code().equals("EFBIG")) {
            withoutContent(path, local.attributes().size(local.size()));
        } else if (cause instanceof RefusedException refused) {
            tally.fail(path + ": " + refused.getMessage() + " (" + refused.code() + ")");
        } else if (cause instanceof UncheckedIOException unreadable) {
            tally.fail(String.valueOf(unreadable.getMessage()));
        } else if (cause != null) {
            fatal.set(cause instanceof RuntimeException known ? known : new UnavailableException(cause.toString()));
        }
    }

    /** The server holds less than is usual: keep the size only. */
    private void withoutContent(MetroonPath path, Attributes sized) {
        try {
            client.blocking().execute(Operation.Create.file(path).orExisting().with(sized));
            tally.one(Count.WITHOUT_CONTENT);
        } catch (RefusedException refused) {
            tally.fail(path + ": " + refused.getMessage() + " (" + refused.code() + ")");
        }
    }

    /** Sends everything and waits until it is answered. */
    void drain() {
        flush();
        places.acquireUninterruptibly(batchesMax);
        places.release(batchesMax);
        throwFatal();
    }

    private void throwFatal() {
        RuntimeException failure = fatal.get();
        if (failure != null) {
            throw failure;
        }
    }
}
