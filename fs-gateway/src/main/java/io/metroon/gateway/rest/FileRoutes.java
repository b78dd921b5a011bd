package io.metroon.gateway.rest;

import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.Parameters;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.gateway.rest.Answers.Face;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.Command.IfExists;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/fs/PATH}: entries and their attributes. */
final class FileRoutes {
    private static final Set<String> STAT_PARAMETERS = Set.of("follow");
    private static final Set<String> LIST_PARAMETERS = Set.of("list", "limit", "cursor", "glob");
    private static final Set<String> CREATE_PARAMETERS = Set.of("type", "target", "parents", "exists");
    private static final Set<String> DELETE_PARAMETERS = Set.of("recursive");
    static final int PAGE_ENTRIES_MAX = 10_000;
    static final int PAGE_ENTRIES_DEFAULT = 1_000;

    Resource resource() {
        return Resource.under(Face.ATTRIBUTES.prefix())
                .reads(HttpMethod.GET, Json.MEDIA_TYPE, this::read)
                .changes(HttpMethod.PUT, Json.MEDIA_TYPE, this::create)
                .changes(HttpMethod.PATCH, Json.MEDIA_TYPE, this::patch)
                .changes(HttpMethod.DELETE, Json.MEDIA_TYPE, this::delete);
    }

    private Future<Response> read(Call call) {
        Parameters parameters = call.parameters();
        return parameters.flag("list", false)
                ? list(call, parameters.only(LIST_PARAMETERS))
                : stat(call, parameters.only(STAT_PARAMETERS));
    }

    private Future<Response> stat(Call call, Parameters parameters) {
        Target target = PathDecoder.decode(call.tail());
        Condition condition = Conditions.of(call.headers(), false);
        Query query = new Query.GetStat(target.path(), parameters.flag("follow", true), target.mustBeDirectory());
        return call.query(query).map(answer -> stat(answer, condition));
    }

    private static Response stat(Answer answer, Condition condition) {
        Stat stat = ((Reply.Stated) Answers.accepted(answer)).stat();
        Response response = switch (Conditions.evaluate(condition, stat, false)) {
            case PROCEED -> Answers.stat(Response.OK, stat, Face.ATTRIBUTES);
            case NOT_MODIFIED -> Answers.notModified(stat, Face.ATTRIBUTES);
            case FAILED -> throw HttpErrors.preconditionFailed("the entry is another, or changed");
        };
        return response.at(answer.revision());
    }

    private Future<Response> list(Call call, Parameters parameters) {
        if (!Conditions.of(call.headers(), false).equals(Condition.NONE)) {
            throw HttpErrors.invalid("conditions apply to an entry, not to a listing");
        }
        Query query = new Query.GetPage(
                PathDecoder.decode(call.tail()).path(),
                parameters.integer("limit", 1, PAGE_ENTRIES_MAX, PAGE_ENTRIES_DEFAULT),
                cursor(parameters.text("cursor")),
                parameters.text("glob"));
        return call.query(query)
                .map(answer -> ListJson.response((Reply.Listed) Answers.accepted(answer))
                        .at(answer.revision()));
    }

    static @Nullable String cursor(@Nullable String text) {
        if (text != null && !text.matches("[A-Za-z0-9_-]{1,1024}")) {
            throw HttpErrors.invalid("\"cursor\" is not one that a page gave");
        }
        return text;
    }

    private Future<Response> create(Call call) {
        Parameters parameters = call.parameters().only(CREATE_PARAMETERS);
        Target target = PathDecoder.decode(call.tail());
        EntryType type = parameters.entryType("type");
        requireAgreement(type, target.mustBeDirectory(), parameters.has("target"));
        Condition condition = Conditions.of(call.headers(), false);
        return JsonBodies.read(call).compose(body -> {
            Command command = new Command.Create(
                    target.path(),
                    type,
                    parameters.octets("target"),
                    parameters.flag("parents", false),
                    AttributesJson.parse(body),
                    ifExists(parameters.text("exists")),
                    condition);
            return change(call, command, body);
        });
    }

    /** Refuses a creation that contradicts itself. */
    static void requireAgreement(EntryType type, boolean slashed, boolean targeted) {
        if (slashed && type != EntryType.DIRECTORY) {
            throw HttpErrors.invalid("a trailing slash names a directory; say type=directory");
        }
        if (targeted != (type == EntryType.SYMLINK)) {
            throw HttpErrors.invalid("a symlink, and only a symlink, has a \"target\"");
        }
    }

    static IfExists ifExists(@Nullable String text) {
        if (text == null) {
            return IfExists.REFUSE;
        }
        if (!text.equals("ok")) {
            throw HttpErrors.invalid("\"exists\" is \"ok\" or absent");
        }
        return IfExists.KEEP;
    }

    private Future<Response> patch(Call call) {
        boolean follow = call.parameters().only(STAT_PARAMETERS).flag("follow", true);
        Target target = PathDecoder.decode(call.tail());
        Condition condition = Conditions.of(call.headers(), false);
        return JsonBodies.read(call).compose(body -> {
            if (body.length() == 0) {
                throw HttpErrors.invalid("PATCH needs a JSON object with what to change");
            }
            Attributes attributes = AttributesJson.parse(body);
            Command command =
                    new Command.SetAttributes(target.path(), follow, target.mustBeDirectory(), attributes, condition);
            return change(call, command, body);
        });
    }

    private Future<Response> delete(Call call) {
        boolean recursive = call.parameters().only(DELETE_PARAMETERS).flag("recursive", false);
        Target target = PathDecoder.decode(call.tail());
        Condition condition = Conditions.of(call.headers(), false);
        call.requireNoBody();
        Command command = new Command.Delete(target.path(), recursive, target.mustBeDirectory(), condition);
        return change(call, command, Buffer.buffer());
    }

    private static Future<Response> change(Call call, Command command, Buffer body) {
        return call.execute(command, body).map(answer -> Answers.changed(answer, Face.ATTRIBUTES));
    }
}
