package io.metroon.gateway;

import io.metroon.content.ContentStore;
import java.util.function.LongSupplier;

/**
 * Where content is kept that is too large for the namespace.
 *
 * @param store keeps its chunks
 * @param logClockMillis the log's clock as this node has applied it
 * @param fileBytesMax largest file, octets
 * @param chunkLifeMillis how long a chunk is at least kept, in log time, before it has to be in a file or a staged upload; it
 *     may be twice as long
 * @param heapBytes octets of content on the heap at a time, each for what comes and for what goes
 */
public record ContentConfig(
        ContentStore store, LongSupplier logClockMillis, long fileBytesMax, long chunkLifeMillis, long heapBytes) {
    /** 1 TiB, unless a configuration says otherwise. */
    public static final long FILE_BYTES_MAX = 1L << 40;

    /** An hour, unless a configuration says otherwise. */
    public static final long CHUNK_LIFE_MILLIS = 3_600_000;

    /** An eighth of the heap, and at least two chunks. */
    public static long heapBytesByDefault() {
        return Math.max(
                2 * io.metroon.namespace.Chunk.BYTES_MAX, Runtime.getRuntime().maxMemory() / 8);
    }

    /** The deadline of a chunk that is put now: the same for all of one span of time, so that equal octets are one chunk. */
    long deadlineMillis() {
        // The log clock stands still in quiet times and then catches up fast; this node's clock does not.
        long nowMillis = Math.max(logClockMillis.getAsLong(), System.currentTimeMillis());
        return (nowMillis / chunkLifeMillis + 2) * chunkLifeMillis;
    }
}
