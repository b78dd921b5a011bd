package io.metroon.gateway;

import io.metroon.content.ChunkDirectory;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreException;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A content store that is one directory of chunks, and counts what it is asked for. Nobody tidies it. */
final class DirectoryContentStore implements ContentStore {
    private final ChunkDirectory directory;
    private final ExecutorService disk = Executors.newSingleThreadExecutor();
    private final AtomicInteger puts = new AtomicInteger();

    DirectoryContentStore(Path root) {
        try {
            directory = ChunkDirectory.open(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Chunks that were put so far. */
    int puts() {
        return puts.get();
    }

    @Override
    public CompletionStage<Void> put(Chunk chunk, byte[] octets) {
        puts.incrementAndGet();
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        directory.write(chunk, octets);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                disk);
    }

    @Override
    public CompletionStage<byte[]> read(Chunk chunk, int offset, int length) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return directory.read(chunk, offset, length);
                    } catch (IOException e) {
                        throw new CompletionException(
                                new ContentStoreException(ContentStoreException.Kind.MISSING, chunk.name()));
                    }
                },
                disk);
    }

    @Override
    public Sweep sweep(int firstOctet, Holdings holdings) {
        throw new UnsupportedOperationException("nobody tidies here");
    }

    @Override
    public Scrub scrub(int firstOctet, Holdings holdings, Pace pace) {
        throw new UnsupportedOperationException("nobody tidies here");
    }

    @Override
    public void close() {
        disk.shutdown();
    }
}
