package io.metroon.content.s3;

import io.metroon.content.ChunkFormat;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chunks as objects {@code PREFIX/ab/NAME} of a bucket that all nodes share, {@code ab} being how the name begins. An object
 * is the file that {@link ChunkFormat} describes, so that each part that is read is checked. How durable a chunk is, is what
 * the store promises for an object that it acknowledged; there are no other copies to repair one from. Thread-safe.
 */
final class S3ContentStore implements ContentStore {
    private static final int WAITING_MAX = 1_024;
    private static final long IDLE_SECONDS = 60;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Bucket bucket;
    private final ChunkObjects chunks;
    private final Tidying tidying;
    private final ThreadPoolExecutor workers;

    S3ContentStore(Bucket bucket, Claim claim) {
        this.bucket = bucket;
        chunks = new ChunkObjects(bucket);
        tidying = new Tidying(chunks, claim);
        workers = new ThreadPoolExecutor(
                Bucket.CONNECTIONS,
                Bucket.CONNECTIONS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                S3ContentStore::thread);
        workers.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "metroon-s3-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<Void> put(Chunk chunk, byte[] octets) {
        return onWorker(chunk, () -> {
            chunks.put(chunk, octets);
            return null;
        });
    }

    @Override
    public CompletionStage<byte[]> read(Chunk chunk, int offset, int length) {
        return onWorker(chunk, () -> chunks.read(chunk, offset, length));
    }

    private <T> CompletionStage<T> onWorker(Chunk chunk, Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            workers.execute(() -> run(chunk, work, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(unavailable(chunk, "too much is under way already, or the store is closed", e));
        }
        return done;
    }

    private static <T> void run(Chunk chunk, Callable<T> work, CompletableFuture<T> done) {
        try {
            done.complete(work.call());
        } catch (ContentStoreException e) {
            done.completeExceptionally(e);
        } catch (Exception e) {
            done.completeExceptionally(unavailable(chunk, "the request failed: " + e, e));
        }
    }

    private static ContentStoreException unavailable(Chunk chunk, String what, Exception cause) {
        return new ContentStoreException(Kind.UNAVAILABLE, "chunk " + chunk + ": " + what, cause);
    }

    @Override
    public Sweep sweep(int firstOctet, Holdings holdings) throws IOException {
        return tidying.sweep(firstOctet, holdings);
    }

    @Override
    public Scrub scrub(int firstOctet, Holdings holdings, Pace pace) throws IOException {
        return tidying.scrub(firstOctet, holdings, pace);
    }

    @Override
    public void close() {
        // What waits ends too, each with the failure of a closed client.
        bucket.close();
        workers.shutdown();
    }
}
