package io.metroon.namespace;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SnapshotWriter} wrote into an empty store, and believes nothing: lengths, order, counts, checksums and
 * the digest must all be right. What it met amiss it names.
 */
final class SnapshotReader {
    private static final int KEY_BYTES_MAX = 1 << 12;
    private static final int VALUE_BYTES_MAX = 1 << 26;
    private static final int BUFFER_BYTES = 1 << 16;

    private final RowDigest digest = new RowDigest();
    private final CRC32C crc = new CRC32C();
    private final DataInputStream in;
    private String part = "header";
    private long rows;

    SnapshotReader(InputStream in) {
        this.in = new DataInputStream(new CheckedInputStream(new BufferedInputStream(in, BUFFER_BYTES), crc));
    }

    /**
     * Loads everything.
     *
     * @throws DamagedSnapshotException when anything is amiss
     * @throws UnknownFormatException for a format of another version
     */
    Head load(NamespaceStore store) throws IOException {
        try {
            Head head = readHeader();
            int next = in.readUnsignedByte();
            for (Table table : Table.values()) {
                if (table.replicated() && !(table.optional() && next != table.code())) {
                    loadSection(store, table, next);
                    next = in.readUnsignedByte();
                }
            }
            readTrailer(next);
            require(digest.total().equals(head.rows()), "the rows have digest " + digest.total());
            return head;
        } catch (EOFException e) {
            throw damaged("ends too early");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The rows of one table, in order, read as they are asked for; what stands before it is checked and passed over, what
     * stands behind is not read. Failures of the stream come as {@link UncheckedIOException}.
     *
     * @throws DamagedSnapshotException when anything up to there is amiss
     */
    Iterator<Row> rows(Table wanted) throws IOException {
        try {
            readHeader();
            int next = in.readUnsignedByte();
            for (Table table : Table.values()) {
                boolean stands = table.replicated() && !(table.optional() && next != table.code());
                if (stands && table == wanted) {
                    return section(table);
                } else if (stands) {
                    passSection(table, next);
                    next = in.readUnsignedByte();
                }
            }
            return Collections.emptyIterator();
        } catch (EOFException e) {
            throw damaged("ends too early");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Head readHeader() throws IOException {
        require(Arrays.equals(in.readNBytes(SnapshotWriter.MAGIC.length), SnapshotWriter.MAGIC), "not a snapshot");
        UnknownFormatException.requireFormat("snapshot", in.readUnsignedShort(), SnapshotWriter.FORMAT);
        byte[] head = new byte[Head.BYTES];
        in.readFully(head);
        requireCrc();
        return Head.decode(head);
    }

    private void loadSection(NamespaceStore store, Table table, int code) throws IOException {
        readSection(table, code, rowsOfIt -> store.load(table, rowsOfIt));
    }

    private void passSection(Table table, int code) throws IOException {
        readSection(table, code, rowsOfIt -> rowsOfIt.forEachRemaining(row -> {}));
    }

    private void readSection(Table table, int code, Consumer<Iterator<Row>> reader) throws IOException {
        part = "table " + table;
        long before = rows;
        require(code == table.code(), "another table stands in its place");
        reader.accept(section(table));
        part = "table " + table;
        require(in.readLong() == rows - before, "the count of rows is wrong");
        requireCrc();
    }

    private Iterator<Row> section(Table table) {
        return new Lookahead<>() {
            private byte[] previous = {};

            @Override
            protected @Nullable Row advance() {
                Row row = readRow(table, previous);
                previous = row == null ? previous : row.key();
                return row;
            }
        };
    }

    private @Nullable Row readRow(Table table, byte[] previous) {
        try {
            part = "table " + table + ", row " + (rows + 1) + " of the snapshot";
            int keyLength = in.readInt();
            if (keyLength == 0) {
                return null;
            }
            byte[] key = read(keyLength, KEY_BYTES_MAX);
            require(Arrays.compareUnsigned(previous, key) < 0, "rows are out of order");
            byte[] value = read(in.readInt(), VALUE_BYTES_MAX);
            require(value.length >= RowFormat.HEADER_BYTES, "the value is too short");
            digest.add(table, key, value);
            rows++;
            return new Row(key, value);
        } catch (EOFException e) {
            throw damaged("ends too early");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] read(int length, int lengthMax) throws IOException {
        require(length > 0 && length <= lengthMax, "impossible length " + length);
        byte[] octets = in.readNBytes(length);
        require(octets.length == length, "ends too early");
        return octets;
    }

    private void readTrailer(int code) throws IOException {
        part = "trailer";
        require(code == 0, "no trailer where it should be");
        require(in.readLong() == rows, "the count of rows is wrong");
        requireCrc();
        part = "digest";
    }

    private void requireCrc() throws IOException {
        int computed = (int) crc.getValue();
        require(in.readInt() == computed, "the checksum is wrong");
        crc.reset();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw damaged(otherwise);
        }
    }

    private DamagedSnapshotException damaged(String detail) {
        return new DamagedSnapshotException(part, detail);
    }
}
