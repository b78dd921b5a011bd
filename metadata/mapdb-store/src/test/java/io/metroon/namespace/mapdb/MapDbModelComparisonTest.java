package io.metroon.namespace.mapdb;

import io.metroon.namespace.ModelComparisonTest;
import io.metroon.namespace.NamespaceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The comparison with a plain tree, on MapDB. */
class MapDbModelComparisonTest extends ModelComparisonTest {
    @TempDir
    Path directory;

    private NamespaceStore store = new io.metroon.namespace.MemoryNamespaceStore();

    static LongStream seeds() {
        Long one = Long.getLong("namespace.seed");
        return one != null ? LongStream.of(one) : LongStream.concat(LongStream.of(1), new Random().longs(1));
    }

    @Override
    protected NamespaceStore store() throws IOException {
        store = MapDbNamespaceStore.open(Files.createTempDirectory(directory, "store"))
                .store();
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
