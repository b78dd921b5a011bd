package io.metroon.replica;

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
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.log.WriteAheadLog;
import io.metroon.replica.transport.Envelope;
import io.metroon.replica.transport.PeerCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast the log and the codec are on this machine. Not among the tests: run it by {@code -Dtest=SpeedMeasurement}. */
class SpeedMeasurement {
    private static final StoreId STORE = new StoreId(1, 1);
    private static final Meta META = Meta.fresh(
            new NodeIdentity(new ClusterId(1, 2), 1, STORE),
            EpochConfig.ofMajorities(
                    1,
                    EpochConfig.Engine.PAXOS,
                    List.of(new Member(1, STORE, Member.Role.VOTER, 0, "127.0.0.1:1", "127.0.0.1:2"))));
    private static final Ballot BALLOT = new Ballot(1, 1);

    private final byte[] payload = new byte[256];

    SpeedMeasurement() {
        new Random(1).nextBytes(payload);
    }

    @Test
    void log(@TempDir Path directory) throws Exception {
        for (boolean identifiers : new boolean[] {true, false}) {
            for (int batch : new int[] {1, 64, 1_024}) {
                measureLog(directory.resolve(identifiers + "-" + batch), batch, identifiers);
            }
        }
    }

    private void measureLog(Path directory, int batch, boolean identifiers) throws Exception {
        RealDisk disk = new RealDisk(directory);
        LogSettings settings = new LogSettings(64 << 20, 4_096, identifiers);
        WriteAheadLog.format(disk, "log", settings, META);
        long lsn = 0;
        try (WriteAheadLog log =
                WriteAheadLog.open(disk, "log", settings, META, 0).log()) {
            long end = System.nanoTime() + 4_000_000_000L;
            List<Long> spans = new ArrayList<>();
            long start = System.nanoTime();
            while (System.nanoTime() < end) {
                List<LogRecord> records = records(lsn, batch);
                lsn += batch;
                long from = System.nanoTime();
                log.append(records, lsn, lsn - batch);
                log.sync();
                spans.add(System.nanoTime() - from);
                log.release(lsn - 100_000);
            }
            print("log identifiers=" + identifiers + " batch=" + batch, lsn, spans, System.nanoTime() - start);
        }
    }

    private List<LogRecord> records(long after, int count) {
        List<LogRecord> records = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            Entry entry = new Entry(after + i, BALLOT, EntryKind.COMMAND, 1, payload, Hash128.ZERO);
            records.add(new LogRecord.Accepted(1, entry));
        }
        return records;
    }

    private static void print(String what, long records, List<Long> spans, long nanos) {
        long[] sorted = spans.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "MEASURED %s: %,d records/s, %,d syncs/s, mean %.3f ms, p50 %.3f ms, p99 %.3f ms, worst %.1f ms%n",
                what,
                records * 1_000_000_000L / nanos,
                spans.size() * 1_000_000_000L / nanos,
                Arrays.stream(sorted).average().orElse(0) / 1e6,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    @Test
    void codec() throws Exception {
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 64; i++) {
            entries.add(Entry.of(1_000_000 + i, new Ballot(12, 3), EntryKind.COMMAND, 1_767_225_600_000L, payload));
        }
        Envelope envelope = new Envelope(
                new ClusterId(1, 2),
                1,
                1,
                STORE,
                2,
                new Envelope.Body.Consensus(new Message.Accept(BALLOT, 1, entries, 1_000_000, 99)));
        byte[] frame = PeerCodec.encode(envelope);
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            long octets = 0;
            for (int i = 0; i < 20_000; i++) {
                octets += PeerCodec.encode(envelope).length;
            }
            long middle = System.nanoTime();
            for (int i = 0; i < 20_000; i++) {
                octets += PeerCodec.decode(frame).epoch();
            }
            long end = System.nanoTime();
            System.out.printf(
                    "MEASURED codec ACCEPT of 64 x 256 B, %,d bytes: encode %,d ns, decode %,d ns (%d)%n",
                    frame.length, (middle - start) / 20_000, (end - middle) / 20_000, octets % 10);
        }
    }
}
