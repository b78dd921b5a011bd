package io.metroon.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Collects a stream of few octets. Confined to the stream's event loop. */
final class OctetCollector {
    private OctetCollector() {}

    /** All octets of a stream whose source bounds their number. */
    static Future<Buffer> collect(ReadStream<Buffer> octets) {
        Promise<Buffer> whole = Promise.promise();
        Buffer taken = Buffer.buffer();
        octets.exceptionHandler(whole::tryFail).endHandler(end -> whole.tryComplete(taken));
        octets.handler(taken::appendBuffer);
        octets.resume();
        return whole.future();
    }
}
