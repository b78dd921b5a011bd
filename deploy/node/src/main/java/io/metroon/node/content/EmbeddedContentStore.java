package io.metroon.node.content;

import io.metroon.content.ChunkDirectory;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.content.HeldChunks;
import io.metroon.gateway.Facade;
import io.metroon.gateway.HeapBudget;
import io.metroon.namespace.Chunk;
import io.vertx.core.Future;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Chunks in a directory of each node. A put is done when a majority of the voters has the chunk on its disk; the others are
 * given it too, and what they miss they fetch when they sweep. A read that finds the chunk missing or damaged here fetches it
 * from another node, keeps it, and answers from that. Thread-safe.
 */
public final class EmbeddedContentStore implements ContentStore {
    private static final int DISK_THREADS = 4;
    private static final long FETCH_SECONDS = 120;

    private final ChunkDirectory directory;
    private final PeerChunks peerChunks;
    private final Supplier<Members> members;
    private final WorkerExecutor disk;
    private final ChunkFacade facade;
    private final ChunkFetches fetches;
    private final Holder own;
    private final Map<InetSocketAddress, Holder> holders = new ConcurrentHashMap<>();

    private EmbeddedContentStore(
            Vertx vertx,
            int node,
            ChunkDirectory directory,
            String cluster,
            Supplier<Members> members,
            long heapBytes) {
        this.directory = directory;
        this.members = members;
        peerChunks = new PeerChunks(vertx, cluster);
        disk = vertx.createSharedWorkerExecutor("metroon-" + node + "-content", DISK_THREADS, 1, TimeUnit.MINUTES);
        facade = new ChunkFacade(directory, cluster, new HeapBudget(heapBytes));
        fetches = new ChunkFetches(vertx, peerChunks, heapBytes);
        own = new Holder((chunk, octets) -> write(chunk, octets).mapEmpty());
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
        List<Holder> voters = holders(now.voters());
        List<Holder> learners = holders(now.learners());
        // Here first: it is the copy that the next reader asks for.
        (now.votes() ? voters : learners).add(0, own);
        return MajorityPut.start(chunk, octets, voters, now.needed(), learners).toCompletionStage();
    }

    private List<Holder> holders(List<InetSocketAddress> peers) {
        List<Holder> found = new ArrayList<>();
        peers.forEach(peer -> found.add(holders.computeIfAbsent(
                peer, made -> new Holder((chunk, octets) -> peerChunks.put(made, chunk, octets)))));
        return found;
    }

    private Future<byte[]> write(Chunk chunk, byte[] octets) {
        return onDisk(() -> {
            directory.write(chunk, octets);
            return octets;
        });
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
                .recover(lost -> fetch(chunk).map(whole -> Arrays.copyOfRange(whole, offset, offset + length)))
                .toCompletionStage();
    }

    private Future<byte[]> fetch(Chunk chunk) {
        // What can't be kept here can still be read.
        return fetches.fetch(
                chunk, members.get().others(), octets -> write(chunk, octets).otherwise(octets));
    }

    @Override
    public Sweep sweep(int firstOctet, Holdings holdings) throws IOException {
        Sweep sweep = Sweep.NONE;
        for (Chunk chunk : directory.list(firstOctet)) {
            sweep = sweep.plus(tidy(chunk, holdings));
        }
        HeldChunks held = new HeldChunks(firstOctet, holdings);
        for (Chunk chunk = held.next(); chunk != null; chunk = held.next()) {
            sweep = sweep.plus(heal(chunk));
        }
        return sweep;
    }

    private Sweep tidy(Chunk chunk, Holdings holdings) throws IOException {
        if (holdings.holds(chunk)) {
            return Sweep.KEPT;
        }
        if (!holdings.isGone(chunk)) {
            return Sweep.waiting(chunk);
        }
        return directory.delete(chunk) ? Sweep.DELETED : Sweep.NONE;
    }

    private Sweep heal(Chunk chunk) throws IOException {
        if (directory.has(chunk)) {
            return Sweep.NONE;
        }
        try {
            fetch(chunk).toCompletionStage().toCompletableFuture().get(FETCH_SECONDS, TimeUnit.SECONDS);
            return directory.has(chunk) ? Sweep.FETCHED : Sweep.LACKING;
        } catch (ExecutionException e) {
            boolean nowhere = e.getCause() instanceof ContentStoreException known && known.kind() == Kind.MISSING;
            return nowhere ? Sweep.MISSING : Sweep.LACKING;
        } catch (TimeoutException e) {
            return Sweep.LACKING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sweep.LACKING;
        }
    }

    @Override
    public Scrub scrub(int firstOctet, Holdings holdings, Pace pace) throws IOException {
        Scrub scrub = Scrub.NONE;
        HeldChunks held = new HeldChunks(firstOctet, holdings);
        for (Chunk chunk = held.next(); chunk != null; chunk = held.next()) {
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
        repair(chunk);
        return directory.isSound(chunk) ? new Scrub(0, 1, 0) : new Scrub(0, 0, 1);
    }

    private void repair(Chunk chunk) {
        try {
            fetch(chunk).toCompletionStage().toCompletableFuture().get(FETCH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Damaged still: it is counted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        disk.close();
    }
}
