package io.metroon.node.content;

import io.metroon.content.ChunkDirectory;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.gateway.Facade;
import io.metroon.gateway.HeapBudget;
import io.metroon.namespace.Chunk;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Chunks in a directory of each node. A put is done when a majority of the members has the chunk on its disk; the others are
 * given it too, and what they miss they fetch when they sweep. A read that finds the chunk missing or damaged here fetches it
 * from another node, keeps it, and answers from that. Thread-safe.
 */
public final class EmbeddedContentStore implements ContentStore {
    private static final int DISK_THREADS = 4;
    private static final int RETRIES = 40;
    private static final long RETRY_MILLIS = 100;
    private static final long FETCH_SECONDS = 30;
    private static final int HELD_AT_ONCE = 1_024;

    private final Vertx vertx;
    private final ChunkDirectory directory;
    private final PeerChunks peerChunks;
    private final Supplier<Members> members;
    private final WorkerExecutor disk;
    private final ChunkFacade facade;
    private final Map<String, Future<byte[]>> fetches = new ConcurrentHashMap<>();

    /**
     * Who keeps chunks besides this node.
     *
     * @param peers HTTP addresses of the other members
     * @param voters how many of all members, this node included, make up the cluster: a majority of them must have a chunk
     */
    public record Members(List<InetSocketAddress> peers, int voters) {}

    private EmbeddedContentStore(
            Vertx vertx,
            int node,
            ChunkDirectory directory,
            String cluster,
            Supplier<Members> members,
            long heapBytes) {
        this.vertx = vertx;
        this.directory = directory;
        this.members = members;
        peerChunks = new PeerChunks(vertx, cluster);
        disk = vertx.createSharedWorkerExecutor("metroon-" + node + "-content", DISK_THREADS, 1, TimeUnit.MINUTES);
        facade = new ChunkFacade(directory, cluster, new HeapBudget(heapBytes));
    }

    /**
     * Opens the store of a node.
     *
     * @param content its directory, made if it is missing
     * @param cluster which nodes name to each other
     * @param members as they are when it is asked
     * @param heapBytes of chunks from and for other nodes that may be on the heap at a time
     */
    public static EmbeddedContentStore open(
            Vertx vertx, int node, Path content, String cluster, Supplier<Members> members, long heapBytes)
            throws IOException {
        return new EmbeddedContentStore(vertx, node, ChunkDirectory.open(content), cluster, members, heapBytes);
    }

    /** What other nodes ask this one. */
    public Facade facade() {
        return facade;
    }

    @Override
    public CompletionStage<Void> put(Chunk chunk, byte[] octets) {
        Members now = members.get();
        int needed = now.voters() / 2 + 1;
        Count count = new Count(chunk, needed, 1 + now.peers().size());
        onDisk(() -> {
                    directory.write(chunk, octets);
                    return null;
                })
                .onComplete(count::done);
        now.peers().forEach(peer -> put(peer, chunk, octets, RETRIES).onComplete(count::done));
        return count.majority.future().toCompletionStage();
    }

    // A peer that is busy says so at once; one that is down fails until it is back, and then sweeps.
    private Future<Void> put(InetSocketAddress peer, Chunk chunk, byte[] octets, int retries) {
        return peerChunks.put(peer, chunk, octets).recover(failure -> {
            boolean busy = failure instanceof ContentStoreException refused && refused.kind() == Kind.UNAVAILABLE;
            if (!busy || retries == 0) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                    .compose(later -> put(peer, chunk, octets, retries - 1));
        });
    }

    /** Counts copies until they are a majority or can't become one. */
    private static final class Count {
        private final Chunk chunk;
        private final int needed;
        private final Promise<Void> majority = Promise.promise();
        private int copies;
        private int open;
        private @Nullable Throwable cause;

        Count(Chunk chunk, int needed, int open) {
            this.chunk = chunk;
            this.needed = needed;
            this.open = open;
        }

        synchronized void done(AsyncResult<?> result) {
            open--;
            copies += result.succeeded() ? 1 : 0;
            cause = result.failed() ? result.cause() : cause;
            if (copies >= needed) {
                majority.tryComplete();
            } else if (copies + open < needed) {
                majority.tryFail(tooFew());
            }
        }

        private Throwable tooFew() {
            boolean full = cause instanceof ContentStoreException failure && failure.kind() == Kind.NO_SPACE;
            return new ContentStoreException(
                    full ? Kind.NO_SPACE : Kind.UNAVAILABLE,
                    "only " + copies + " of the " + needed + " nodes that must keep chunk " + chunk + " do: "
                            + (cause == null ? "there are no more" : cause.getMessage()));
        }
    }

    private <T> Future<T> onDisk(Callable<T> task) {
        return disk.executeBlocking(
                () -> {
                    try {
                        return task.call();
                    } catch (ContentStoreException e) {
                        throw e;
                    } catch (IOException e) {
                        boolean full = String.valueOf(e.getMessage()).contains("No space left");
                        throw new ContentStoreException(
                                full ? Kind.NO_SPACE : Kind.UNAVAILABLE,
                                "the disk of this node failed: " + e.getMessage(),
                                e);
                    }
                },
                false);
    }

    @Override
    public CompletionStage<byte[]> read(Chunk chunk, int offset, int length) {
        return onDisk(() -> directory.read(chunk, offset, length))
                .recover(failure -> isLost(failure)
                        ? fetch(chunk).map(whole -> Arrays.copyOfRange(whole, offset, offset + length))
                        : Future.failedFuture(failure))
                .toCompletionStage();
    }

    private static boolean isLost(Throwable failure) {
        return failure instanceof ContentStoreException lost
                && (lost.kind() == Kind.MISSING || lost.kind() == Kind.DAMAGED);
    }

    /** Gets a chunk from a peer and keeps it here; those who want the same at the same time share one fetch. */
    private Future<byte[]> fetch(Chunk chunk) {
        Promise<byte[]> promise = Promise.promise();
        Future<byte[]> running = fetches.putIfAbsent(chunk.name(), promise.future());
        if (running != null) {
            return running;
        }
        fetchFrom(new ArrayList<>(members.get().peers()), chunk)
                .compose(octets -> onDisk(() -> {
                            directory.write(chunk, octets);
                            return octets;
                        })
                        // What can't be kept here can still be read.
                        .otherwise(octets))
                .onComplete(done -> fetches.remove(chunk.name()))
                .onComplete(promise);
        return promise.future();
    }

    private Future<byte[]> fetchFrom(List<InetSocketAddress> peers, Chunk chunk) {
        if (peers.isEmpty()) {
            return Future.failedFuture(new ContentStoreException(
                    Kind.MISSING, "chunk " + chunk + " is sound on no node that could be asked"));
        }
        InetSocketAddress peer = peers.remove(0);
        return peerChunks.get(peer, chunk).recover(failure -> fetchFrom(peers, chunk));
    }

    @Override
    public Sweep sweep(int firstOctet, Holdings holdings) throws IOException {
        // The clock is asked first: whatever was taken up before a deadline that is past shows in what is held by then.
        long clockMillis = holdings.clockMillis();
        Sweep sweep = Sweep.NONE;
        for (Chunk chunk : directory.list(firstOctet)) {
            sweep = sweep.plus(tidy(chunk, clockMillis, holdings));
        }
        Walk walk = new Walk(firstOctet, holdings);
        for (Chunk chunk = walk.next(); chunk != null; chunk = walk.next()) {
            sweep = sweep.plus(heal(chunk));
        }
        return sweep;
    }

    /** The held chunks whose hashes begin with an octet, some at a time. */
    private static final class Walk {
        private final int firstOctet;
        private final Holdings holdings;
        private List<Chunk> held = List.of();
        private Chunk last;
        private int index;

        Walk(int firstOctet, Holdings holdings) {
            this.firstOctet = firstOctet;
            this.holdings = holdings;
            last = first(firstOctet);
        }

        @Nullable Chunk next() {
            if (index == held.size()) {
                held = holdings.held(last, HELD_AT_ONCE);
                index = 0;
            }
            if (held.isEmpty() || (held.get(index).hash()[0] & 0xFF) != firstOctet) {
                return null;
            }
            last = held.get(index++);
            return last;
        }
    }

    private static Chunk first(int firstOctet) {
        byte[] hash = new byte[32];
        hash[0] = (byte) firstOctet;
        return new Chunk(hash, 1, 0);
    }

    private Sweep tidy(Chunk chunk, long clockMillis, Holdings holdings) throws IOException {
        if (holdings.holds(chunk)) {
            return Sweep.KEPT;
        }
        if (chunk.deadlineMillis() >= clockMillis) {
            return Sweep.waiting(chunk);
        }
        return directory.delete(chunk) ? Sweep.DELETED : Sweep.NONE;
    }

    private Sweep heal(Chunk chunk) throws IOException {
        if (directory.has(chunk)) {
            return Sweep.NONE;
        }
        return fetched(chunk) ? Sweep.FETCHED : Sweep.MISSING;
    }

    private boolean fetched(Chunk chunk) throws IOException {
        try {
            fetch(chunk).toCompletionStage().toCompletableFuture().get(FETCH_SECONDS, TimeUnit.SECONDS);
            return directory.has(chunk);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Scrub scrub(int firstOctet, Holdings holdings, Pace pace) throws IOException {
        Scrub scrub = Scrub.NONE;
        Walk walk = new Walk(firstOctet, holdings);
        for (Chunk chunk = walk.next(); chunk != null; chunk = walk.next()) {
            try {
                pace.before(chunk.length());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return scrub;
            }
            scrub = scrub.plus(check(chunk));
        }
        return scrub;
    }

    private Scrub check(Chunk chunk) throws IOException {
        if (directory.isSound(chunk)) {
            return new Scrub(1, 0, 0);
        }
        fetched(chunk);
        return directory.isSound(chunk) ? new Scrub(0, 1, 0) : new Scrub(0, 0, 1);
    }

    @Override
    public void close() {
        disk.close();
    }
}
