package io.metroon.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A final answer to one operation, whether it came alone or in a batch. Unknown members are ignored everywhere.
 *
 * @param status HTTP status
 * @param replayed whether it is the first answer to that key, given again
 * @param document the stat, page or problem; parsed when asked for
 */
record Answer(int status, boolean replayed, Supplier<JsonNode> document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(HttpReply reply) {
        return new Answer(reply.status(), reply.replayed(), () -> parse(reply.body()));
    }

    /** Of one element of a batch's {@code results}. */
    static Answer ofItem(JsonNode item) {
        JsonNode content = item.has("stat") ? item.get("stat") : item.path("problem");
        return new Answer(item.path("status").asInt(), item.path("replayed").asBoolean(), () -> content);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    /** The document of a success. */
    JsonNode json() {
        return document.get();
    }

    boolean isRefusal() {
        return status >= 300;
    }

    /** Whether the server says that asking again later, with the same key, may give another answer. */
    boolean isRetryable() {
        return status == 429 || (status >= 500 && status != 507);
    }

    /** This, when it is not a refusal. */
    Answer orThrow() {
        if (isRefusal()) {
            throw refusal();
        }
        return this;
    }

    RefusedException refusal() {
        JsonNode problem = json();
        String code = problem.path("code").asText(status == 404 ? "ENOENT" : "HTTP" + status);
        return new RefusedException(code, status, path(problem), detail());
    }

    private static @Nullable MetroonPath path(JsonNode problem) {
        return problem.has("path") || problem.has("pathBytes") ? StatJson.path(problem, "path") : null;
    }

    /** One sentence of the problem for the reader. */
    String detail() {
        JsonNode problem = json();
        String title = problem.path("title").asText("HTTP status " + status);
        return problem.path("detail").asText(title);
    }
}
