package io.metroon.namespace.mapdb;

import io.metroon.namespace.NamespaceStore;
import io.metroon.namespace.Row;
import io.metroon.namespace.StateDigest;
import io.metroon.namespace.Table;
import io.metroon.namespace.UnknownFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables in memory-mapped MapDB files, a directory for each store. Between opening and {@link #seal} the files are not to
 * be trusted after a crash, and the marker that would say otherwise is away; the next opening then throws them away.
 */
public final class MapDbNamespaceStore implements NamespaceStore {
    private static final Logger LOG = LoggerFactory.getLogger(MapDbNamespaceStore.class);

    private final DirectoryLock lock;
    private final CleanMarker marker;
    private final Map<Table, TableFile> tables = new EnumMap<>(Table.class);
    private boolean closed;

    private MapDbNamespaceStore(Path directory, DirectoryLock lock, CleanMarker marker) {
        this.lock = lock;
        this.marker = marker;
        try {
            for (Table table : Table.values()) {
                tables.put(table, new TableFile(directory, table));
            }
        } catch (RuntimeException e) {
            tables.values().forEach(TableFile::close);
            throw e;
        }
    }

    /**
     * A store ready for use, and how it was found.
     *
     * @param store open
     * @param sealedAt the revision and digest that it was sealed at; empty for a new store, and for one that was not
     *     closed cleanly, which is empty now and to be rebuilt from snapshot and log
     */
    public record Opened(MapDbNamespaceStore store, Optional<StateDigest> sealedAt) {}

    /**
     * Opens the store in a directory, which is made if it is missing. What was not sealed is thrown away.
     *
     * @throws UnknownFormatException when a newer version sealed it; nothing is touched then
     * @throws UncheckedIOException when the directory cannot be used
     */
    public static Opened open(Path directory) {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            boolean opened = false;
            try {
                Opened result = open(directory, lock);
                opened = true;
                return result;
            } finally {
                if (!opened) {
                    lock.release();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the namespace store in " + directory, e);
        }
    }

    private static Opened open(Path directory, DirectoryLock lock) throws IOException {
        CleanMarker marker = new CleanMarker(directory);
        Optional<StateDigest> sealedAt = marker.read();
        marker.remove();
        if (sealedAt.isPresent()) {
            try {
                return new Opened(new MapDbNamespaceStore(directory, lock, marker), sealedAt);
            } catch (RuntimeException e) {
                LOG.warn("the sealed namespace store in {} does not open and is built anew", directory, e);
            }
        }
        discard(directory);
        return new Opened(new MapDbNamespaceStore(directory, lock, marker), Optional.empty());
    }

    private static void discard(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.mapdb*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void awaitRoom() {
        tables.values().forEach(TableFile::awaitRoom);
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        return file(table).get(key);
    }

    @Override
    public byte @Nullable [] put(Table table, byte[] key, byte[] value) {
        return file(table).put(key, value);
    }

    @Override
    public byte @Nullable [] remove(Table table, byte[] key) {
        return file(table).remove(key);
    }

    @Override
    public Iterator<Row> scan(Table table, byte[] from) {
        return file(table).scan(from);
    }

    @Override
    public void load(Table table, Iterator<Row> rows) {
        if (!file(table).isEmpty()) {
            throw new IllegalStateException("table " + table + " is not empty");
        }
        file(table).load(rows);
    }

    @Override
    public void clear(Table table) {
        if (!file(table).isEmpty()) {
            file(table).clear();
        }
    }

    @Override
    public void clear() {
        tables.values().forEach(TableFile::clear);
    }

    @Override
    public void seal(StateDigest at) {
        try {
            for (TableFile file : tables.values()) {
                file.sync();
            }
            marker.write(at);
            closed = true;
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot seal the namespace store", e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tables.values().forEach(TableFile::close);
            releaseLock();
        }
    }

    private void releaseLock() {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TableFile file(Table table) {
        TableFile file = tables.get(table);
        if (file == null) {
            throw new IllegalStateException("no table " + table);
        }
        return file;
    }
}
