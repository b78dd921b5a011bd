package io.metroon.namespace;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Writes the state at a pin as one stream. The same state gives the same octets on every replica.
 *
 * <pre>
 * snapshot = header section* trailer
 * header   = "METROONS" format(2) head crc          head: revision, log clock, counters, row digest (81)
 * section  = table(1) row* 0(4) rows(8) crc         one for each replicated table, in the order of Table; one for
 *                                                   {@link Table#optional} tables only when they have rows
 * row      = keyLength(4) key valueLength(4) value  in unsigned order of keys
 * trailer  = 0(1) rows(8) crc                       of all sections together
 * crc      = CRC32C(4) of the part that it ends
 * </pre>
 *
 * Integers are big-endian. Rows are read in steps under the state lock and written outside it.
 */
final class SnapshotWriter {
    static final byte[] MAGIC = {'M', 'E', 'T', 'R', 'O', 'O', 'N', 'S'};
    static final int FORMAT = 1;

    private static final int STEP_ROWS = 256;
    private static final int BUFFER_BYTES = 1 << 16;

    private final StateLock lock;
    private final Pin pin;
    private final RowDigest digest = new RowDigest();
    private final CRC32C crc = new CRC32C();
    private final DataOutputStream out;
    private long rows;

    SnapshotWriter(StateLock lock, Pin pin, OutputStream out) {
        this.lock = lock;
        this.pin = pin;
        this.out = new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(out, BUFFER_BYTES), crc));
    }

    /**
     * Writes and flushes everything.
     *
     * @throws IllegalStateException when the rows do not sum up to the pinned digest: the store is damaged
     */
    void write() throws IOException {
        out.write(MAGIC);
        out.writeShort(FORMAT);
        out.write(pin.head().encode());
        writeCrc();
        for (Table table : Table.values()) {
            if (table.replicated()
                    && !(table.optional() && read(table, new byte[0]).isEmpty())) {
                writeSection(table);
            }
        }
        requireDigest();
        out.writeByte(0);
        out.writeLong(rows);
        writeCrc();
        out.flush();
    }

    private void writeSection(Table table) throws IOException {
        long before = rows;
        out.writeByte(table.code());
        byte[] from = {};
        List<Row> step = read(table, from);
        while (!step.isEmpty()) {
            for (Row row : step) {
                writeRow(table, row);
            }
            byte[] last = step.get(step.size() - 1).key();
            from = Arrays.copyOf(last, last.length + 1);
            step = read(table, from);
        }
        out.writeInt(0);
        out.writeLong(rows - before);
        writeCrc();
    }

    private List<Row> read(Table table, byte[] from) {
        return lock.read(() -> {
            Iterator<Row> found = pin.view().scan(table, from);
            List<Row> step = new ArrayList<>(STEP_ROWS);
            while (step.size() < STEP_ROWS && found.hasNext()) {
                step.add(found.next());
            }
            return step;
        });
    }

    private void writeRow(Table table, Row row) throws IOException {
        out.writeInt(row.key().length);
        out.write(row.key());
        out.writeInt(row.value().length);
        out.write(row.value());
        digest.add(table, row.key(), row.value());
        rows++;
    }

    private void writeCrc() throws IOException {
        int value = (int) crc.getValue();
        out.writeInt(value);
        crc.reset();
    }

    private void requireDigest() {
        if (!digest.total().equals(pin.head().rows())) {
            throw new IllegalStateException("the rows at revision " + pin.revision() + " have digest " + digest.total()
                    + " instead of " + pin.head().rows());
        }
    }
}
