package io.metroon.client.loopback;

/** What a node does wrong with one request. */
public enum Fault {
    /** 503, nothing done. */
    UNAVAILABLE,
    /** 503 with {@code Retry-After: 1}, nothing done. */
    UNAVAILABLE_FOR_A_SECOND,
    /** 504, nothing done. */
    TIMEOUT_BEFORE,
    /** Done, then 504. */
    TIMEOUT_AFTER,
    /** The connection closes, nothing done. */
    DROP_BEFORE,
    /** Done, then the connection closes. */
    DROP_AFTER,
    /** Never answers, nothing done. */
    HANG_BEFORE,
    /** Done, then never answers. */
    HANG_AFTER;

    boolean acts() {
        return this == TIMEOUT_AFTER || this == DROP_AFTER || this == HANG_AFTER;
    }
}
