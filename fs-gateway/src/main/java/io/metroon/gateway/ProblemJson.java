package io.metroon.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Response.Header;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;

/** The body of an error answer, {@code application/problem+json} (RFC 9457). */
public final class ProblemJson {
    /** Its media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** The whole answer to a failed request. */
    public static Response response(Problem problem) {
        Response response = Response.whole(problem.status(), MEDIA_TYPE, Json.document(json -> write(json, problem)));
        for (Header header : problem.headers()) {
            response = response.with(header.name(), header.value());
        }
        return response;
    }

    /** Writes the problem as a JSON object. */
    public static void write(JsonGenerator json, Problem problem) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "about:blank");
        json.writeStringField(
                "title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase());
        json.writeNumberField("status", problem.status());
        json.writeStringField("detail", problem.detail());
        json.writeStringField("code", problem.code());
        if (problem.path() != null) {
            Json.writePath(json, "path", problem.path());
        }
        json.writeStringField("retry", problem.retry().text());
        json.writeEndObject();
    }
}
