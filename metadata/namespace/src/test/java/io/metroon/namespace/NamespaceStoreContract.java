package io.metroon.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link NamespaceStore} must do. A store's own test class extends it. */
public abstract class NamespaceStoreContract {
    private NamespaceStore store;

    /** A new, empty store. */
    protected abstract NamespaceStore create() throws Exception;

    @BeforeEach
    final void createStore() throws Exception {
        store = create();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    private static byte[] octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }

    private List<String> keys(Table table, byte[] from) {
        List<String> keys = new ArrayList<>();
        store.scan(table, from).forEachRemaining(row -> keys.add(Arrays.toString(row.key())));
        return keys;
    }

    @Test
    void get_ofAMissingRow_isNull() {
        assertThat(store.get(Table.DENTRY, octets(1))).isNull();
    }

    @Test
    void put_answersTheValueBefore() {
        assertThat(store.put(Table.DENTRY, octets(1), octets(10))).isNull();
        assertThat(store.put(Table.DENTRY, octets(1), octets(11))).isEqualTo(octets(10));
        assertThat(store.get(Table.DENTRY, octets(1))).isEqualTo(octets(11));
    }

    @Test
    void remove_answersTheValueBefore() {
        store.put(Table.DENTRY, octets(1), octets(10));

        assertThat(store.remove(Table.DENTRY, octets(1))).isEqualTo(octets(10));
        assertThat(store.remove(Table.DENTRY, octets(1))).isNull();
        assertThat(store.get(Table.DENTRY, octets(1))).isNull();
    }

    @Test
    void tables_areApart() {
        store.put(Table.DENTRY, octets(1), octets(10));

        assertThat(store.get(Table.INODE, octets(1))).isNull();
        assertThat(store.scan(Table.INODE, octets()).hasNext()).isFalse();
    }

    @Test
    void scan_goesInUnsignedOrderAndShorterFirst() {
        for (byte[] key : List.of(octets(255), octets(1), octets(128, 0), octets(128), octets(1, 255), octets(127))) {
            store.put(Table.DENTRY, key, octets(0));
        }

        assertThat(keys(Table.DENTRY, octets()))
                .containsExactly("[1]", "[1, -1]", "[127]", "[-128]", "[-128, 0]", "[-1]");
    }

    @Test
    void scan_startsAtTheKeyOrTheNextAfterIt() {
        IntStream.of(2, 4, 6).forEach(i -> store.put(Table.DENTRY, octets(i), octets(i)));

        assertThat(keys(Table.DENTRY, octets(4))).containsExactly("[4]", "[6]");
        assertThat(keys(Table.DENTRY, octets(3))).containsExactly("[4]", "[6]");
        assertThat(keys(Table.DENTRY, octets(7))).isEmpty();
    }

    @Test
    void load_fillsATableThatThenTakesChanges() {
        List<Row> rows = IntStream.range(0, 10_000)
                .mapToObj(i -> new Row(octets(i >> 8, i), octets(i)))
                .toList();
        store.load(Table.INODE, rows.iterator());
        store.put(Table.INODE, octets(0, 1, 7), octets(7));
        store.remove(Table.INODE, octets(0, 0));

        Iterator<Row> scan = store.scan(Table.INODE, octets());
        assertThat(scan.next().key()).isEqualTo(octets(0, 1));
        assertThat(scan.next().key()).isEqualTo(octets(0, 1, 7));
        assertThat(keys(Table.INODE, octets())).hasSize(10_000);
    }

    @Test
    void load_ofNothing_leavesAUsableTable() {
        store.load(Table.INODE, List.<Row>of().iterator());
        store.put(Table.INODE, octets(1), octets(1));

        assertThat(keys(Table.INODE, octets())).containsExactly("[1]");
    }

    @Test
    void load_intoATableThatIsNotEmpty_isRefused() {
        store.put(Table.INODE, octets(1), octets(1));

        assertThatThrownBy(() -> store.load(Table.INODE, List.<Row>of().iterator()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void load_thatFailsMidway_canBeClearedAndRepeated() {
        Iterator<Row> failing = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Row next() {
                if (next == 1000) {
                    throw new DamagedSnapshotException("row 1000", "as told");
                }
                return new Row(octets(next >> 8, next++), octets(1));
            }
        };

        assertThatThrownBy(() -> store.load(Table.INODE, failing)).isInstanceOf(DamagedSnapshotException.class);
        store.clear();
        assertThat(keys(Table.INODE, octets())).isEmpty();
        store.load(Table.INODE, List.of(new Row(octets(1), octets(1))).iterator());
        assertThat(keys(Table.INODE, octets())).containsExactly("[1]");
    }

    @Test
    void clear_ofOneTable_leavesTheOthers() {
        store.put(Table.INODE, octets(1), octets(1));
        store.put(Table.HISTORY, octets(1), octets(1));
        store.clear(Table.HISTORY);

        assertThat(store.get(Table.HISTORY, octets(1))).isNull();
        assertThat(store.get(Table.INODE, octets(1))).isEqualTo(octets(1));
    }

    @Test
    void largeValues_comeBackWhole() {
        for (Table table : Table.values()) {
            byte[] large = new byte[200_000];
            new Random(table.code()).nextBytes(large);
            store.put(table, octets(1), large);
            store.put(table, octets(2), octets());

            assertThat(store.get(table, octets(1))).isEqualTo(large);
            assertThat(store.get(table, octets(2))).isEmpty();
        }
    }

    @Test
    void randomChanges_leaveWhatASortedMapHolds() {
        Random random = new Random(42);
        TreeMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < 20_000; i++) {
            byte[] key = new byte[1 + random.nextInt(3)];
            random.nextBytes(key);
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            boolean put = random.nextInt(3) > 0;
            byte[] before = put ? store.put(Table.DENTRY, key, value) : store.remove(Table.DENTRY, key);
            assertThat(before).isEqualTo(put ? expected.put(key, value) : expected.remove(key));
        }

        Iterator<Row> rows = store.scan(Table.DENTRY, octets());
        expected.forEach((key, value) -> {
            Row row = rows.next();
            assertThat(row.key()).isEqualTo(key);
            assertThat(row.value()).isEqualTo(value);
        });
        assertThat(rows.hasNext()).isFalse();
    }

    @Test
    void scan_besideAWriter_meetsEveryRowThatStays() throws Exception {
        IntStream.range(0, 5_000).forEach(i -> store.put(Table.DENTRY, octets(i >> 7, i * 2), octets(1)));
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 10_000 && !Thread.currentThread().isInterrupted(); i++) {
                byte[] key = octets(i % 5_000 >> 7, i * 2, 9);
                store.put(Table.DENTRY, key, octets(2));
                store.remove(Table.DENTRY, key);
            }
        });
        writer.start();
        try {
            while (writer.isAlive()) {
                long stayed = 0;
                for (Iterator<Row> rows = store.scan(Table.DENTRY, octets()); rows.hasNext(); ) {
                    stayed += rows.next().key().length == 2 ? 1 : 0;
                }
                assertThat(stayed).isEqualTo(5_000);
            }
        } finally {
            writer.interrupt();
            writer.join();
        }
    }
}
