package io.metroon.gateway.rest;

import io.metroon.gateway.Call;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What operators and their tools ask: health, metrics, and the API's own description. */
final class HealthRoutes {
    private static final String METRICS_TYPE = "text/plain";
    private static final String METRICS_TYPE_FULL = "text/plain; version=0.0.4; charset=utf-8";
    private static final String YAML = "application/yaml";
    private static final Duration READY_WITHIN = Duration.ofSeconds(1);
    private static final Query ROOT = new Query.GetStat(FilePath.ROOT, true, true);

    private final PrometheusMeterRegistry registry;
    private final BooleanSupplier draining;
    private final Buffer description;

    /**
     * Health as these can tell.
     *
     * @param draining whether the gateway is going down
     */
    HealthRoutes(PrometheusMeterRegistry registry, BooleanSupplier draining) {
        this.registry = registry;
        this.draining = draining;
        this.description = resource("/io/metroon/gateway/openapi.yaml");
    }

    List<Resource> resources() {
        return List.of(
                Resource.at("/health/live").reads(HttpMethod.GET, Json.MEDIA_TYPE, this::live),
                Resource.at("/health/ready").reads(HttpMethod.GET, Json.MEDIA_TYPE, this::ready),
                Resource.at("/metrics").reads(HttpMethod.GET, METRICS_TYPE, this::metrics),
                Resource.at("/openapi.yaml").reads(HttpMethod.GET, YAML, this::description));
    }

    private Future<Response> live(Call call) {
        call.parameters().only(Set.of());
        return Future.succeededFuture(up());
    }

    /** Ready means that a linearizable read goes through, not that somebody thinks it would. */
    private Future<Response> ready(Call call) {
        call.parameters().only(Set.of());
        if (draining.getAsBoolean()) {
            throw HttpErrors.notReady("the node is going down");
        }
        return call.query(ROOT, new ReadMode.Linearizable(), READY_WITHIN).map(answer -> up().at(answer.revision()));
    }

    private static Response up() {
        return Response.whole(Response.OK, Json.MEDIA_TYPE, Json.document(json -> {
            json.writeStartObject();
            json.writeStringField("status", "UP");
            json.writeEndObject();
        }));
    }

    private Future<Response> metrics(Call call) {
        // Some scrapers add parameters of their own; none of them changes the answer.
        return call.beside(registry::scrape)
                .map(text -> Response.whole(Response.OK, METRICS_TYPE_FULL, Buffer.buffer(text)));
    }

    private Future<Response> description(Call call) {
        call.parameters().only(Set.of());
        return Future.succeededFuture(Response.whole(Response.OK, YAML, description));
    }

    private static Buffer resource(String name) {
        try (InputStream octets = Objects.requireNonNull(HealthRoutes.class.getResourceAsStream(name), name)) {
            return Buffer.buffer(octets.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged", e);
        }
    }
}
