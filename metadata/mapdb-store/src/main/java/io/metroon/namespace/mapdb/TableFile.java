package io.metroon.namespace.mapdb;

import io.metroon.namespace.Row;
import io.metroon.namespace.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * One table in a memory-mapped MapDB file of its own, without transactions. A file each, because MapDB empties a map row
 * by row (its issue 919), and fills one fast only when it is new; a file is simply replaced.
 */
final class TableFile {
    /** Small nodes: three to five times the writes of the default of 32 and more. */
    private static final int NODE_ENTRIES_MAX = 16;

    private static final String MAP = "rows";
    private static final int READ_BYTES = 1 << 20;
    private static final byte[] MISSING = {'?'};

    private final Table table;
    private final Path file;
    private final ReservedVolume.Growth growth;
    private ReservedVolume volume;
    private DB db;
    // Replaced by the apply thread, read by any.
    private volatile BTreeMap<byte[], byte[]> rows;

    /** Opens the table's file in a directory, or makes it. */
    TableFile(Path directory, Table table) {
        this(directory, table, (channel, zeros, position) -> channel.write(zeros, position));
    }

    TableFile(Path directory, Table table, ReservedVolume.Growth growth) {
        this.growth = growth;
        this.table = table;
        this.file = path(directory, table);
        boolean exists = Files.exists(file);
        this.volume = volume();
        this.db = open(volume, exists);
        this.rows = map().createOrOpen();
    }

    private ReservedVolume volume() {
        return new ReservedVolume(file, growth);
    }

    private static DB open(ReservedVolume volume, boolean exists) {
        try {
            return DBMaker.volumeDB(volume, exists).make();
        } catch (RuntimeException e) {
            volume.close();
            throw e;
        }
    }

    private DB.TreeMapMaker<byte[], byte[]> map() {
        DB.TreeMapMaker<byte[], byte[]> map =
                db.treeMap(MAP, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).maxNodeSize(NODE_ENTRIES_MAX);
        // Values of up to 64 KiB would make every change of a node write a megabyte.
        return hasLargeValues() ? map.valuesOutsideNodesEnable() : map;
    }

    private boolean hasLargeValues() {
        return table == Table.CONTENT || table == Table.XATTR || table == Table.LAYOUT;
    }

    /** Waits until the disk has room for what comes next. */
    void awaitRoom() {
        volume.reserveAhead();
    }

    byte @Nullable [] get(byte[] key) {
        return open(() -> rows.get(key));
    }

    byte @Nullable [] put(byte[] key, byte[] value) {
        return rows.put(key, value);
    }

    byte @Nullable [] remove(byte[] key) {
        return rows.remove(key);
    }

    Iterator<Row> scan(byte[] from) {
        Iterator<Map.Entry<byte[], byte[]>> entries = open(() -> rows.entryIterator(from, true, null, false));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return open(entries::hasNext);
            }

            @Override
            public Row next() {
                Map.Entry<byte[], byte[]> entry = open(entries::next);
                return new Row(entry.getKey(), entry.getValue());
            }
        };
    }

    /** A reader may meet the file just when it is replaced; MapDB says so with an Error, which no caller expects. */
    private static <T> T open(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalAccessError e) {
            throw new IllegalStateException("the table was closed", e);
        }
    }

    boolean isEmpty() {
        return !scan(new byte[0]).hasNext();
    }

    /** Replaces all rows by these, in ascending order of keys. */
    void load(Iterator<Row> sorted) {
        recreate();
        DB.TreeMapSink<byte[], byte[]> sink = map().createFromSink();
        while (sorted.hasNext()) {
            Row row = sorted.next();
            sink.put(row.key(), row.value());
        }
        rows = sink.create();
    }

    void clear() {
        recreate();
        rows = map().createOrOpen();
    }

    private void recreate() {
        db.close();
        delete();
        volume = volume();
        db = open(volume, false);
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the file; afterwards it is whole on disk. */
    void sync() throws IOException {
        close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Goes on with a checksum over a table's file while it is closed: its name, its length and all that it holds. */
    static void addTo(Checksum checksum, Path directory, Table table) throws IOException {
        Path file = path(directory, table);
        checksum.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            checksum.update(Long.toString(channel.size()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer octets = ByteBuffer.allocateDirect(READ_BYTES);
            while (channel.read(octets) >= 0) {
                checksum.update(octets.flip());
                octets.clear();
            }
        } catch (NoSuchFileException e) {
            checksum.update(MISSING);
        }
    }

    static Path path(Path directory, Table table) {
        return directory.resolve(table.name().toLowerCase(Locale.ROOT) + ".mapdb");
    }

    void close() {
        if (!db.isClosed()) {
            db.close();
        }
    }
}
