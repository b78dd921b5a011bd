package io.metroon.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A plain HTTP client: no retries, no failover. */
final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * An answer.
     *
     * @param status its number
     * @param body its octets
     * @param revision of {@code Metroon-Revision}, -1 if absent
     * @param replayed whether {@code Idempotency-Replayed} says so
     */
    record Answer(int status, byte[] body, long revision, boolean replayed) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }
    }

    /**
     * Sends a request.
     *
     * @param body empty for none
     * @throws IOException when no answer came
     */
    Answer send(String method, String url, String body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    Answer send(String method, String url) throws IOException {
        return send(method, url, "", Map.of());
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValueAsLong("metroon-revision").orElse(-1),
                response.headers()
                        .firstValue("idempotency-replayed")
                        .map("true"::equals)
                        .orElse(false));
    }
}
