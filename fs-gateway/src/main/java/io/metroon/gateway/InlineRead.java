package io.metroon.gateway;

import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * Content that came with the answer.
 *
 * @param octets all of it
 */
record InlineRead(Stat stat, long revision, Buffer octets) implements ContentRead {
    @Override
    public Future<Void> writeTo(WriteStream<Buffer> out, long first, long length) {
        return out.write(octets.slice((int) first, (int) (first + length)));
    }
}
