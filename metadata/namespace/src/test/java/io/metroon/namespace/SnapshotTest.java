package io.metroon.namespace;

import static io.metroon.namespace.Tester.bytes;
import static io.metroon.namespace.Tester.change;
import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.deleteAll;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.key;
import static io.metroon.namespace.Tester.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final Tester tester = new Tester();

    /** Something in every table. */
    private void fillEveryTable() {
        Attributes attributes = new Attributes(
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of("user.x", new Attributes.Setting(bytes("v"))),
                new Attributes.Setting(bytes("layout")));
        tester.must(directory("/d"), content("/d/f", "content"), change("/d/f", attributes), link("/l", "d"));
        tester.must(directory("/gone"), file("/gone/f"), deleteAll("/gone"));
        tester.apply(file("/k"), key("key"));
    }

    @Test
    void load_bringsBackEverything() throws IOException {
        fillEveryTable();
        Tester other = new Tester();
        other.load(tester.snapshot());

        assertThat(other.namespace.digest()).isEqualTo(tester.namespace.digest());
        assertThat(other.namespace.usage()).isEqualTo(tester.namespace.usage());
        assertThat(other.namespace.logClockMillis()).isEqualTo(tester.namespace.logClockMillis());
        assertThat(other.read("/l/f")).isEqualTo("content");
        assertThat(other.stat("/d/f").xattrs()).containsOnlyKeys("user.x");
        assertThat(other.namespace.hasReclaimable()).isTrue();
        assertThat(other.apply(file("/k"), key("key")).replayed()).isTrue();
    }

    @Test
    void replicasGoOnAlike_afterASnapshot() throws IOException {
        fillEveryTable();
        Tester other = new Tester();
        other.load(tester.snapshot());
        for (Tester each : new Tester[] {tester, other}) {
            each.must(file("/new"), new Command.Reclaim(10), deleteAll("/d"));
        }

        assertThat(other.namespace.digest()).isEqualTo(tester.namespace.digest());
        assertThat(other.snapshot()).isEqualTo(tester.snapshot());
    }

    @Test
    void load_replacesWhatWasThere() throws IOException {
        fillEveryTable();
        Tester other = new Tester();
        other.must(file("/other"), content("/f", "x"));
        other.load(tester.snapshot());

        assertThat(other.names("/")).containsExactly("d", "k", "l");
        assertThat(other.namespace.digest()).isEqualTo(tester.namespace.digest());
    }

    @Test
    void everyTruncation_isRefusedAndLeavesNothing() throws IOException {
        fillEveryTable();
        byte[] whole = tester.snapshot();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Tester other = new Tester();
            assertThatThrownBy(() -> other.load(cut)).isInstanceOf(DamagedSnapshotException.class);
            assertThat(other.namespace.revision()).isZero();
            assertThat(other.names("/")).isEmpty();
        }
    }

    @Test
    void everyFlippedBit_isRefused() throws IOException {
        fillEveryTable();
        byte[] whole = tester.snapshot();
        for (int i = 0; i < whole.length * 8; i += 3) {
            byte[] flipped = whole.clone();
            flipped[i / 8] ^= (byte) (1 << (i % 8));
            Tester other = new Tester();
            assertThatThrownBy(() -> other.load(flipped))
                    .as("bit %d", i)
                    .isInstanceOfAny(DamagedSnapshotException.class, UnknownFormatException.class);
        }
    }

    @Test
    void damage_isNamedByItsPart() throws IOException {
        fillEveryTable();
        byte[] whole = tester.snapshot();
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        byte[] alteredEnd = whole.clone();
        alteredEnd[whole.length - 1]++;
        Tester other = new Tester();

        assertThatThrownBy(() -> other.load(cut))
                .hasMessageMatching("damaged snapshot: table [A-Z]+.*: ends too early");
        assertThatThrownBy(() -> other.load(alteredEnd)).hasMessageContaining("trailer: the checksum is wrong");
        assertThatThrownBy(() -> other.load(bytes("something else"))).hasMessageContaining("header: not a snapshot");
    }

    @Test
    void afterAFailedLoad_anotherCanBeLoaded() throws IOException {
        fillEveryTable();
        byte[] whole = tester.snapshot();
        Tester other = new Tester();
        assertThatThrownBy(() -> other.load(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(DamagedSnapshotException.class);
        other.load(whole);

        assertThat(other.namespace.digest()).isEqualTo(tester.namespace.digest());
    }

    @Test
    void unknownFormat_isRefusedByName() throws IOException {
        byte[] whole = tester.snapshot();
        whole[9] = 7;

        assertThatThrownBy(() -> new Tester().load(whole))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("snapshot format 7");
    }

    @Test
    void rowsThatDoNotHaveTheDigest_areNotWritten() {
        MemoryNamespaceStore store = new MemoryNamespaceStore();
        Tester damaged = new Tester(store, Limits.DEFAULT);
        damaged.must(file("/f"));
        store.remove(Table.DENTRY, Dentry.key(TreeView.ROOT, bytes("f")));

        assertThatThrownBy(() -> damaged.snapshot()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void snapshotWrittenBesideCommands_isOfThePinnedRevision() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            tester.must(content("/f" + i, "before"));
        }
        StateDigest pinned = tester.namespace.digest();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Pin pin = tester.namespace.pin()) {
            Thread writer = new Thread(() -> {
                try {
                    tester.namespace.writeSnapshot(pin, out);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            for (int i = 0; writer.isAlive(); i++) {
                String name = "/f" + i % 3_000;
                tester.must(tester.exists(name) ? Tester.delete(name) : content(name, "after"));
            }
        }
        Tester other = new Tester();
        other.load(out.toByteArray());

        assertThat(other.namespace.digest()).isEqualTo(pinned);
    }
}
