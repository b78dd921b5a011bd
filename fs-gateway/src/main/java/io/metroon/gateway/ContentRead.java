package io.metroon.gateway;

import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * The content of a file as it was at one revision, to be sent as a whole or in part, as often as wanted. Used on the event
 * loop that asked for it; holds nothing that has to be closed.
 */
public interface ContentRead {
    /** Attributes of the file, of the same moment as its octets. */
    Stat stat();

    /** The revision that was read. */
    long revision();

    /**
     * Writes octets to a stream as fast as it takes them, without ending it; a small part is in memory at a time. A failed
     * future means that fewer were written: whoever announced the length has to cut the answer off.
     *
     * @param first offset of the first, 0 to the size
     * @param length how many, up to the end
     */
    Future<Void> writeTo(WriteStream<Buffer> out, long first, long length);
}
