package io.metroon.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.MemoryDisk;
import io.metroon.replica.disk.SmallFile;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.log.WriteAheadLog;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.SnapshotStore;
import io.metroon.replica.transport.Envelope;
import io.metroon.replica.transport.PeerCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The examples in {@code docs/formats} are what this release writes. A format that was changed on purpose: raise its version,
 * then run this test with {@code -Dformats.write=true}.
 */
class FormatExamplesTest {
    private static final Path FORMATS = Path.of("..", "..", "docs", "formats");
    private static final Pattern EXAMPLE = Pattern.compile("```hex\n(.*?)```", Pattern.DOTALL);
    private static final ClusterId CLUSTER = new ClusterId(0x0123456789abcdefL, 0xfedcba9876543210L);
    private static final StoreId STORE = new StoreId(0x1111111122222222L, 0x3333333344444444L);
    private static final EpochConfig EPOCH = EpochConfig.ofMajorities(
            1,
            EpochConfig.Engine.PAXOS,
            List.of(new Member(1, STORE, Member.Role.VOTER, 0, "127.0.0.1:7101", "127.0.0.1:7001")));
    private static final Meta META = Meta.fresh(new NodeIdentity(CLUSTER, 1, STORE), EPOCH);
    private static final Ballot BALLOT = new Ballot(3, 1);

    private final MemoryDisk disk = new MemoryDisk(256);

    private static Entry entry(long slot) {
        byte[] payload = "create".getBytes(StandardCharsets.UTF_8);
        return Entry.of(slot, BALLOT, EntryKind.COMMAND, 1_767_225_600_000L, payload);
    }

    @Test
    void log_isAsDocumented() throws IOException {
        LogSettings settings = new LogSettings(4_096, 256, true);
        WriteAheadLog.format(disk, "log", settings, META);
        WriteAheadLog log = WriteAheadLog.open(disk, "log", settings, META, 0).log();
        log.append(List.of(new LogRecord.Promised(1, BALLOT), new LogRecord.Accepted(1, entry(1))), 2, 0);
        log.sync();
        compare("log.md", SmallFile.read(disk, "log/0000000000000001.segment", 1 << 20));
    }

    @Test
    void meta_isAsDocumented() throws IOException {
        MetaFile.format(disk, META);
        compare("meta.md", SmallFile.read(disk, "meta.a", 1 << 20));
    }

    @Test
    void snapshotManifest_isAsDocumented() throws IOException {
        compare("snapshot.md", snapshot().manifest().encode());
    }

    @Test
    void backup_isAsDocumented() throws IOException {
        compare("backup.md", BackupFile.openStream(snapshot()).readAllBytes());
    }

    private SnapshotStore.Snapshot snapshot() throws IOException {
        SnapshotStore store = SnapshotStore.open(disk, "snapshots", CLUSTER);
        return store.write(42, new Hash128(5, 6), EPOCH, out -> out.write("state".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void peerFrame_isAsDocumented() throws IOException {
        Message accept = new Message.Accept(BALLOT, 1, List.of(entry(7)), 6, 12);
        byte[] frame = PeerCodec.encode(new Envelope(CLUSTER, 1, 1, STORE, 2, new Envelope.Body.Consensus(accept)));
        compare(
                "peer-protocol.md",
                ByteBuffer.allocate(4 + frame.length)
                        .putInt(frame.length)
                        .put(frame)
                        .array());
    }

    private static void compare(String document, byte[] octets) throws IOException {
        Path file = FORMATS.resolve(document);
        String text = Files.readString(file);
        Matcher example = EXAMPLE.matcher(text);
        assertThat(example.find()).as("an example in %s", document).isTrue();
        String dump = dump(octets);
        if (Boolean.getBoolean("formats.write")) {
            Files.writeString(file, text.substring(0, example.start(1)) + dump + text.substring(example.end(1)));
        } else {
            assertThat(example.group(1)).as("the example in %s", document).isEqualTo(dump);
        }
    }

    private static String dump(byte[] octets) {
        StringBuilder dump = new StringBuilder();
        for (int from = 0; from < octets.length; from += 16) {
            int to = Math.min(octets.length, from + 16);
            if (!isZero(octets, from, to)) {
                line(octets, from, to, dump);
            }
        }
        return dump.toString();
    }

    private static boolean isZero(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void line(byte[] octets, int from, int to, StringBuilder dump) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            hex.append(String.format("%02x ", octets[i] & 0xff));
            text.append(octets[i] >= ' ' && octets[i] < 127 ? (char) octets[i] : '.');
        }
        dump.append(String.format("%06x  %-48s %s\n", from, hex, text));
    }
}
