package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.NamespaceService.Answer;
import io.vertx.core.http.HttpHeaders;

/** What several methods read from a request, and say of an answer. */
final class Requests {
    private Requests() {}

    /** The If header (RFC 4918, 10.4). */
    static Guard guard(Call call, FilePath path) {
        String text =
                call.headers().contains("If") ? String.join(" ", call.headers().getAll("If")) : null;
        return IfHeader.parse(text, path, call.headers().get(HttpHeaders.HOST));
    }

    /** The Overwrite header (RFC 4918, 10.6). */
    static boolean overwrite(Call call) {
        String text = call.headers().get("Overwrite");
        if (text == null || text.strip().equalsIgnoreCase("T")) {
            return true;
        }
        if (text.strip().equalsIgnoreCase("F")) {
            return false;
        }
        throw HttpErrors.invalid("Overwrite is T or F");
    }

    /** Says where in history an answer stands, and whether it was given before. */
    static Response placed(Response response, Answer answer) {
        Response placed = response.at(answer.revision());
        return answer.replayed() ? placed.with(HeaderNames.IDEMPOTENCY_REPLAYED, "true") : placed;
    }
}
