package io.metroon.replica.log;

/**
 * Sizes of a log.
 *
 * @param segmentBytes of each segment file, a multiple of {@code blockBytes}; the log keeps one more as a spare
 * @param blockBytes what the disk writes as a whole; a write that was never synced is lost or kept by such blocks
 * @param identifiers whether each vote's identity is written a second time, far from the vote, in the same segment; costs
 *     64 octets a record and lets one damaged block never hide which slot was voted in
 */
public record LogSettings(int segmentBytes, int blockBytes, boolean identifiers) {
    /** Segments of 64 MiB in blocks of 4 KiB. */
    public static final LogSettings DEFAULT = ofSegments(64 << 20);

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException naming the size
     */
    public LogSettings {
        if (blockBytes < 128 || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException("blockBytes must be a power of two from 128 on, not " + blockBytes);
        }
        if (segmentBytes < 16 * blockBytes || segmentBytes % blockBytes != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of blockBytes and at least 16 times it, not " + segmentBytes);
        }
    }

    /** Segments of this size, blocks of 4 KiB, identifiers on. */
    public static LogSettings ofSegments(int segmentBytes) {
        return new LogSettings(segmentBytes, 4_096, true);
    }

    /** What a disk writes as a whole even when the power fails inside a block: 512 octets, or a block if that is less. */
    int sectorBytes() {
        return Math.min(512, blockBytes);
    }

    /** The largest payload of one record: half a segment, so that two always fit. */
    public int payloadBytesMax() {
        return segmentBytes / 2;
    }
}
