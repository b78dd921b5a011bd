package io.metroon.client;

/**
 * A reply as it came from one endpoint.
 *
 * @param status HTTP status
 * @param revision {@code Metroon-Revision}; -1 when not sent
 * @param retryAfterMillis {@code Retry-After}; -1 when not sent
 * @param replayed whether {@code Idempotency-Replayed} was sent
 * @param body all of the body
 */
record HttpReply(int status, long revision, long retryAfterMillis, boolean replayed, byte[] body) {

    /** Overload or no quorum: the server says that nothing happened. */
    boolean nothingHappened() {
        return status == 503 || status == 429;
    }

    /** The server does not know whether it happened. */
    boolean unknown() {
        return status == 500 || status == 502 || status == 504;
    }
}
