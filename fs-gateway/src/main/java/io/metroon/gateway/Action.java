package io.metroon.gateway;

import io.vertx.core.Future;

/** What a resource does for one method. Runs on the request's event loop and must not block. */
@FunctionalInterface
public interface Action {
    /**
     * Answers a call. A failed future, or a thrown {@link io.metroon.namespace.RefusedException},
     * {@link io.metroon.namespace.ServiceException} or {@link ProblemException}, becomes an error answer in
     * {@link HttpErrors}.
     */
    Future<Response> answer(Call call);
}
