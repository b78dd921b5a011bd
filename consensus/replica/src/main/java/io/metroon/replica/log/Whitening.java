package io.metroon.replica.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hides what a payload looks like from the disk: its octets are combined, by exclusive or, with a stream of random-looking
 * ones. Recovery takes a block of zeros for one that was never written, so no payload may put one there.
 *
 * <p>The stream is SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), eight octets at a time, seeded by what the header says of
 * the record: its LSN and the hash and checksum of the value. To make a block of zeros a client would have to find a value
 * that contains a part of the stream that its own hash selects, which takes 2^64 attempts. This is no encryption.
 */
final class Whitening {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Whitening() {}

    /** Whitens the payload of this record, or gives a whitened one back. */
    static void apply(RecordHeader header, byte[] octets, int from, int length) {
        long state = seed(header);
        int at = from;
        for (int end = from + length - 7; at < end; at += 8) {
            state += GAMMA;
            LONGS.set(octets, at, (long) LONGS.get(octets, at) ^ mix(state));
        }
        long last = mix(state + GAMMA);
        for (int shift = 56; at < from + length; at++, shift -= 8) {
            octets[at] ^= (byte) (last >>> shift);
        }
    }

    private static long seed(RecordHeader header) {
        long value = header.hash().high() ^ Long.rotateLeft(header.hash().low(), 32);
        return mix(header.lsn() * GAMMA + header.payloadCrc()) ^ value;
    }

    private static long mix(long state) {
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
