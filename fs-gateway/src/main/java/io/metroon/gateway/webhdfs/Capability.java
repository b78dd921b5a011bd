package io.metroon.gateway.webhdfs;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of operations.
 *
 * @param method by which it is asked for
 * @param name in {@code op}, in capitals
 * @param tier 1 and 2 are what a client of HDFS lives from; 3 is about how HDFS keeps blocks
 * @param handler answers it; absent when it is refused by name
 * @param reason why it is refused, empty when it is answered
 */
record Capability(
        HttpMethod method, String name, int tier, @Nullable Handler handler, String reason) {
    /** Answers one operation. */
    @FunctionalInterface
    interface Handler {
        /** Answers it; failures as those of {@link io.metroon.gateway.Action}. */
        Future<Response> answer(HdfsRequest request);
    }

    static Capability served(HttpMethod method, String name, int tier, Handler handler) {
        return new Capability(method, name, tier, handler, "");
    }

    static Capability refused(HttpMethod method, String name, int tier, String reason) {
        return new Capability(method, name, tier, null, reason);
    }

    /** Answers a request, or refuses it by name. */
    Future<Response> answer(HdfsRequest request) {
        if (handler == null) {
            throw HttpErrors.unsupported(name + " is not supported: " + reason);
        }
        return handler.answer(request);
    }
}
