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
 * @param repeat whether it may be sent again when it may have taken effect
 */
record HttpCall(String method, String target, Map<String, String> headers, byte[] body, String key, Repeat repeat) {
    /** Whether a request may be sent again when it may have taken effect. */
    enum Repeat {
        /** It only reads, or its key keeps it from taking effect twice. */
        HARMLESS,
        /** No key protects it. */
        ONCE
    }

    HttpCall(String method, String target, Map<String, String> headers, byte[] body, String key) {
        this(method, target, headers, body, key, Repeat.HARMLESS);
    }

    static final byte[] NO_BODY = {};

    static HttpCall get(String target, Map<String, String> headers) {
        return new HttpCall("GET", target, headers, NO_BODY, "");
    }

    /** Whether sending it may change something. */
    boolean changes() {
        return !key.isEmpty();
    }
}
