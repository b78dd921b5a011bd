package io.metroon.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a client saw of one request.
 *
 * @param request what it asked
 * @param result what it was told; absent when it never learned whether the change took effect
 * @param revision where in history the node says that the answer stands
 * @param began when the first attempt was sent, nanoseconds of the monotonic clock
 * @param ended when the answer came; {@link Long#MAX_VALUE} when none did
 * @param attempts how often it was sent
 * @param abandoned whether the client stopped asking, and was told the outcome only in the end
 */
record Observed(
        Request request,
        Request.@Nullable Result result,
        long revision,
        long began,
        long ended,
        int attempts,
        boolean abandoned) {
    /** As it looked when the load ended: what was abandoned had no answer. */
    Observed atTheTime() {
        return abandoned ? new Observed(request, null, -1, began, Long.MAX_VALUE, attempts, true) : this;
    }

    boolean isKnown() {
        return result != null;
    }

    boolean isChange() {
        return request instanceof Change;
    }
}
