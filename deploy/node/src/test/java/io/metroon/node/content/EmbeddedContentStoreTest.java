package io.metroon.node.content;

import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreContract;
import io.metroon.namespace.Chunk;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Chunks in the directory of the only node of a cluster: the contract of every store. */
class EmbeddedContentStoreTest extends ContentStoreContract {
    private static final long HEAP_BYTES = 64 << 20;

    @TempDir
    Path temporary;

    private final Vertx vertx = Vertx.vertx();
    private ContentStore store;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedContentStore.open(
                vertx,
                1,
                temporary.resolve("content"),
                "c1",
                () -> new Members(List.of(), List.of(), true),
                HEAP_BYTES);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Override
    protected ContentStore store() {
        return store;
    }

    private Path path(Chunk chunk) {
        return temporary
                .resolve("content")
                .resolve(chunk.name().substring(0, 2))
                .resolve(chunk.name());
    }

    @Override
    protected void replace(Chunk chunk, byte[] file) throws IOException {
        Files.write(path(chunk), file);
    }

    @Override
    protected void lose(Chunk chunk) throws IOException {
        Files.delete(path(chunk));
    }
}
