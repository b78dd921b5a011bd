package io.metroon.gateway;

import io.metroon.namespace.NamespaceService;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * Routes requests to resources and sees to it that each gets exactly one answer. Admission, browser rules and metrics
 * meet every request here; its event loop is never blocked. Thread-safe: the same router serves all event loops.
 */
final class Dispatcher {
    private static final Resource NOWHERE = Resource.under("");

    private final NamespaceService service;
    private final ContentService contents;
    private final GatewayConfig.Bounds bounds;
    private final BrowserRules browserRules;
    private final Admission admission;
    private final AnswerWriter writer;

    Dispatcher(
            NamespaceService service,
            ContentService contents,
            GatewayConfig.Bounds bounds,
            BrowserRules browserRules,
            Admission admission,
            AnswerWriter writer) {
        this.service = service;
        this.contents = contents;
        this.bounds = bounds;
        this.browserRules = browserRules;
        this.admission = admission;
        this.writer = writer;
    }

    /** One route a resource, matched against the raw path; then the refusals for what no resource takes. */
    Router router(Vertx vertx, Iterable<Facade> facades) {
        Router router = Router.router(vertx);
        for (Facade facade : facades) {
            for (Resource resource : facade.resources()) {
                routes(router, facade, resource);
            }
        }
        Facade plain = List::of;
        router.route().handler(routing -> dispatch(routing, plain, NOWHERE));
        for (int status : new int[] {HttpErrors.MALFORMED, HttpErrors.ABSENT, HttpErrors.BROKEN}) {
            router.errorHandler(status, routing -> refuse(routing, HttpErrors.ofRouter(status, routing.failure())));
        }
        return router;
    }

    private void routes(Router router, Facade facade, Resource resource) {
        Route exact = router.route(resource.path()).useNormalizedPath(false);
        exact.handler(routing -> dispatch(routing, facade, resource));
        if (resource.isSubtree()) {
            Route below = router.route(resource.path() + "/*").useNormalizedPath(false);
            below.handler(routing -> dispatch(routing, facade, resource));
        }
    }

    /** Answers a request that the HTTP decoder gave up on; the connection closes after it. */
    void refuseUndecodable(HttpServerRequest request) {
        Problem problem = HttpErrors.undecodable(request.decoderResult().cause());
        writer.write(request, NOWHERE, ProblemJson.response(problem), System.nanoTime());
    }

    private void refuse(RoutingContext routing, Problem problem) {
        writer.write(routing.request(), NOWHERE, ProblemJson.response(problem), System.nanoTime());
    }

    private void dispatch(RoutingContext routing, Facade facade, Resource resource) {
        long beganNanos = System.nanoTime();
        HttpServerRequest request = routing.request();
        answer(request, facade, resource)
                .otherwise(failure -> facade.error(HttpErrors.of(failure)).at(HttpErrors.revisionOf(failure)))
                .compose(response -> writer.write(request, resource, response, beganNanos))
                // Half an answer must not pass for a whole one.
                .onFailure(lost -> request.response().reset())
                .onComplete(written -> admission.leave());
    }

    private Future<Response> answer(HttpServerRequest request, Facade facade, Resource resource) {
        Context context = Vertx.currentContext();
        try {
            admission.enter();
            browserRules.requireOurHost(request);
            if (resource == NOWHERE) {
                throw HttpErrors.noSuchResource();
            }
            Duration patience = facade.patience(bounds.patience());
            return resource.answer(new Call(request, context, resource, service, contents, bounds, patience));
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }
}
