package io.metroon.gateway.rest;

import io.metroon.gateway.Call;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.gateway.rest.Answers.Face;
import io.metroon.namespace.Command;
import io.metroon.namespace.Command.RenameMode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/rename}: moves an entry. */
final class RenameRoute {
    private static final Set<String> MEMBERS =
            Set.of("from", "fromBytes", "to", "toBytes", "mode", "fromVersion", "toVersion");

    Resource resource() {
        return Resource.at("/v1/rename").changes(HttpMethod.POST, Json.MEDIA_TYPE, this::rename);
    }

    private Future<Response> rename(Call call) {
        call.parameters().only(Set.of());
        return JsonBodies.read(call).compose(body -> {
            Command command = command(Members.parse(body, MEMBERS));
            return call.execute(command, body).map(answer -> Answers.changed(answer, Face.ATTRIBUTES));
        });
    }

    /** The rename that these members describe. */
    static Command.Rename command(Members members) {
        return new Command.Rename(
                members.path("from"),
                members.path("to"),
                mode(members.text("mode")),
                members.count("fromVersion"),
                members.count("toVersion"));
    }

    private static RenameMode mode(@Nullable String word) {
        if (word == null) {
            return RenameMode.NOREPLACE;
        }
        return switch (word) {
            case "replace" -> RenameMode.REPLACE;
            case "noreplace" -> RenameMode.NOREPLACE;
            case "exchange" -> RenameMode.EXCHANGE;
            default -> throw HttpErrors.invalid("\"mode\" is replace, noreplace or exchange");
        };
    }
}
