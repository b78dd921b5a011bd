package io.metroon.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Times requests by route, method and status: labels that clients cannot multiply. Thread-safe. */
final class HttpMetrics {
    private final MeterRegistry registry;
    private final ConcurrentMap<Series, Timer> timers = new ConcurrentHashMap<>();

    private record Series(String route, String method, int status) {}

    HttpMetrics(MeterRegistry registry, Admission admission) {
        this.registry = registry;
        Gauge.builder("metroon.http.requests.in.flight", admission, Admission::inFlight)
                .description("Requests between arrival and answer")
                .register(registry);
    }

    /**
     * Counts an answered request.
     *
     * @param route path of the resource, not of the request
     * @param method one that the resource has, else {@code other}
     * @param nanos from the end of the request's head to the end of the answer
     */
    void answered(String route, String method, int status, long nanos) {
        timers.computeIfAbsent(new Series(route, method, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Series series) {
        return Timer.builder("metroon.http.requests")
                .description("HTTP requests answered")
                .tag("route", series.route())
                .tag("method", series.method())
                .tag("status", Integer.toString(series.status()))
                .register(registry);
    }
}
