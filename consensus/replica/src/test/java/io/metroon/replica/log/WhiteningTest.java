package io.metroon.replica.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WhiteningTest {
    private static RecordHeader header(long lsn, byte[] payload) {
        Entry entry = Entry.of(1, new Ballot(1, 1), EntryKind.COMMAND, 0, payload);
        return RecordHeader.of(RecordKind.ACCEPTED, 1, lsn, entry, Segment.crc(payload));
    }

    @Test
    void appliedTwice_givesThePayloadBack_andTouchesNothingElse() {
        for (int length = 0; length < 40; length++) {
            byte[] octets = new byte[64];
            Arrays.fill(octets, (byte) 7);
            RecordHeader header = header(1, new byte[length]);
            Whitening.apply(header, octets, 5, length);
            assertThat(Arrays.copyOf(octets, 5)).containsOnly(7);
            assertThat(Arrays.copyOfRange(octets, 5 + length, 64)).containsOnly(7);
            Whitening.apply(header, octets, 5, length);
            assertThat(octets).containsOnly(7);
        }
    }

    @Test
    void payloadOfZeros_leavesNoRunOfZeros() {
        byte[] octets = new byte[1 << 20];
        Whitening.apply(header(1, octets), octets, 0, octets.length);
        for (int at = 0; at < octets.length; at += 8) {
            assertThat(Arrays.mismatch(octets, at, at + 8, new byte[8], 0, 8)).isNotNegative();
        }
    }

    @Test
    void streamDependsOnTheRecordAndOnTheValue() {
        byte[] value = new byte[64];
        byte[] other = new byte[64];
        other[63] = 1;
        assertThat(stream(header(1, value))).isNotEqualTo(stream(header(2, value)));
        assertThat(stream(header(1, value))).isNotEqualTo(stream(header(1, other)));
    }

    private static byte[] stream(RecordHeader header) {
        byte[] octets = new byte[64];
        Whitening.apply(header, octets, 0, octets.length);
        return octets;
    }
}
