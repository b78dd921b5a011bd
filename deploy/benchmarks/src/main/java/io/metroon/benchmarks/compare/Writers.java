package io.metroon.benchmarks.compare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** A client at each node that creates one file after the other there, whatever comes back. */
final class Writers implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** A file that was created, in terms of {@link System#nanoTime}. */
    private record Acknowledged(long begunNanos, long endedNanos) {}

    private Writers() {}

    /** Starts a client at each of these nodes. */
    static Writers start(List<String> urls) {
        Writers writers = new Writers();
        for (String url : urls) {
            Thread thread = new Thread(() -> writers.write(url), "writer at " + url);
            thread.setDaemon(true);
            thread.start();
        }
        return writers;
    }

    private void write(String url) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        String prefix = url + "/v1/fs/w" + url.substring(url.lastIndexOf(':') + 1) + "-";
        for (long number = 0; !closed; number++) {
            long begun = System.nanoTime();
            if (created(http, URI.create(prefix + number))) {
                acknowledged.add(new Acknowledged(begun, System.nanoTime()));
            }
        }
    }

    private static boolean created(HttpClient http, URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                // As a person would: a short wait, then again.
                .header("Prefer", "wait=1")
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 201;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** When files whose creation was begun after a moment were acknowledged, in nanoseconds from it on, ascending. */
    List<Long> acknowledgedOfThoseBegunAfter(long nanos) {
        return acknowledged.stream()
                .filter(write -> write.begunNanos() - nanos >= 0)
                .map(write -> write.endedNanos() - nanos)
                .sorted()
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        closed = true;
    }
}
