package io.metroon.client;

import java.util.Map;

/**
 * A request before an endpoint is chosen for it.
 *
 * @param method HTTP method
 * @param target path and query, encoded
 * @param headers further headers
 * @param body octets to send; empty for none
 * @param key idempotency key of the change that it may make; empty when it only reads
 */
record HttpCall(String method, String target, Map<String, String> headers, byte[] body, String key) {
    static final byte[] NO_BODY = {};

    static HttpCall get(String target, Map<String, String> headers) {
        return new HttpCall("GET", target, headers, NO_BODY, "");
    }

    /** Whether sending it may change something. */
    boolean changes() {
        return !key.isEmpty();
    }
}
