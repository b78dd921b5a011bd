package io.metroon.gateway.rest;

import io.metroon.gateway.Call;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/** Bodies of metadata requests, which are JSON. */
final class JsonBodies {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private JsonBodies() {}

    /** Reads a body that must be JSON by its type; empty when there is none. */
    static Future<Buffer> read(Call call) {
        String type = call.headers().get(HttpHeaders.CONTENT_TYPE);
        if (type != null && !isJson(type)) {
            throw notJson();
        }
        return call.metadataBody().map(body -> {
            if (body.length() > 0 && type == null) {
                throw notJson();
            }
            return body;
        });
    }

    private static RuntimeException notJson() {
        return HttpErrors.unsupportedMediaType(
                "metadata is " + Json.MEDIA_TYPE + "; to store bytes, PUT them to /v1/content/PATH");
    }

    private static boolean isJson(String type) {
        int semicolon = type.indexOf(';');
        String essence =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        return essence.equals(Json.MEDIA_TYPE) || essence.equals(MERGE_PATCH);
    }
}
