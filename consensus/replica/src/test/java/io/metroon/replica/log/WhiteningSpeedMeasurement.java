package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import org.junit.jupiter.api.Test;

/** What whitening costs. Not among the tests: run it by {@code -Dtest=WhiteningSpeedMeasurement}. */
class WhiteningSpeedMeasurement {
    private static final long OCTETS = 1L << 30;

    @Test
    void whitening() {
        for (int length : new int[] {64, 256, 4_096, 1 << 20}) {
            byte[] payload = new byte[length];
            Entry entry = Entry.of(1, new Ballot(1, 1), EntryKind.COMMAND, 0, payload);
            RecordHeader header = RecordHeader.of(RecordKind.ACCEPTED, 1, 1, entry, Segment.crc(payload));
            measure(header, payload, OCTETS / 4 / length);
            measure(header, payload, OCTETS / length);
        }
    }

    private static void measure(RecordHeader header, byte[] payload, long times) {
        long start = System.nanoTime();
        for (long i = 0; i < times; i++) {
            Whitening.apply(header, payload, 0, payload.length);
        }
        long whitened = System.nanoTime() - start;
        long crcs = 0;
        for (long i = 0; i < times; i++) {
            crcs += Segment.crc(payload);
        }
        long summed = System.nanoTime() - start - whitened;
        System.out.printf(
                "MEASURED payload of %,d bytes: whitening %,d MB/s, %,d ns each; CRC-32C %,d MB/s (%d)%n",
                payload.length,
                times * payload.length * 1_000 / whitened,
                whitened / times,
                times * payload.length * 1_000 / summed,
                crcs % 10);
    }
}
