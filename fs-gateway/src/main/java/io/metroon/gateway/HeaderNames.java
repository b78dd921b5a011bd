package io.metroon.gateway;

import io.vertx.core.http.HttpHeaders;

/** Header names that are not in Vert.x's own list, precomputed for the wire. */
public final class HeaderNames {
    /** Revision at which the answer stands. */
    public static final CharSequence REVISION = HttpHeaders.createOptimized("metroon-revision");
    /** Number of the configuration in force. */
    public static final CharSequence EPOCH = HttpHeaders.createOptimized("metroon-epoch");
    /** The node that was called. */
    public static final CharSequence NODE = HttpHeaders.createOptimized("metroon-node");
    /** How fresh a read must be. */
    public static final CharSequence READ = HttpHeaders.createOptimized("metroon-read");
    /** A past revision to read at; reserved. */
    public static final CharSequence AT = HttpHeaders.createOptimized("metroon-at");
    /** Names one attempt to change something. */
    public static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    /** Marks an answer given again. */
    public static final CharSequence IDEMPOTENCY_REPLAYED = HttpHeaders.createOptimized("idempotency-replayed");
    /** RFC 7240. */
    public static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");
    /** Locks whose holder the sender says he is. */
    public static final CharSequence LOCK_TOKEN = HttpHeaders.createOptimized("metroon-lock-token");
    /** The fencing token of a lock. */
    public static final CharSequence FENCE = HttpHeaders.createOptimized("metroon-fence");
    /** A part of the content. */
    public static final CharSequence RANGE = HttpHeaders.createOptimized("range");
    /** The state to which a range must belong. */
    public static final CharSequence IF_RANGE = HttpHeaders.createOptimized("if-range");
    /** Content types are not guessed. */
    public static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    /** What a browser may do with the answer. */
    public static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");

    private HeaderNames() {}
}
