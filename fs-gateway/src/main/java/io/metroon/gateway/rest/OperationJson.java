package io.metroon.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Parameters;
import io.metroon.gateway.RequestHeaders;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.Operation;
import io.metroon.namespace.Query;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation of a batch, by the word in its {@code op}. */
final class OperationJson {
    private static final Map<String, Kind> KINDS = Map.of(
            "create",
            new Kind(
                    OperationJson::create,
                    Set.of(
                            "path",
                            "pathBytes",
                            "type",
                            "target",
                            "targetBytes",
                            "parents",
                            "exists",
                            "attributes",
                            "ifMatch",
                            "ifNoneMatch")),
            "write",
            new Kind(
                    OperationJson::write,
                    Set.of("path", "pathBytes", "content", "attributes", "ifMatch", "ifNoneMatch")),
            "patch",
            new Kind(
                    OperationJson::patch,
                    Set.of("path", "pathBytes", "follow", "attributes", "ifMatch", "ifNoneMatch")),
            "delete",
            new Kind(OperationJson::delete, Set.of("path", "pathBytes", "recursive", "ifMatch", "ifNoneMatch")),
            "rename",
            new Kind(
                    RenameRoute::command,
                    Set.of("from", "fromBytes", "to", "toBytes", "mode", "fromVersion", "toVersion")),
            "stat",
            new Kind(OperationJson::stat, Set.of("path", "pathBytes", "follow")),
            "list",
            new Kind(OperationJson::list, Set.of("path", "pathBytes", "limit", "cursor", "glob")),
            "read",
            new Kind(OperationJson::read, Set.of("path", "pathBytes")));

    private record Kind(Function<Members, Operation> reader, Set<String> members) {}

    private OperationJson() {}

    /** The operation that an object describes, with its own idempotency key. */
    static Command.Keyed parse(JsonNode object, String what) {
        String word = object.path("op").asText();
        Kind kind = KINDS.get(word);
        if (kind == null) {
            throw HttpErrors.invalid(
                    what + " has no \"op\" among create, write, patch, delete, rename, stat, list, read");
        }
        Members members = Members.of(object, what, kind.members(), Set.of("op", "key"));
        return new Command.Keyed(kind.reader().apply(members), key(members));
    }

    private static @Nullable IdempotencyKey key(Members members) {
        String key = members.text("key");
        return key == null ? null : RequestHeaders.idempotencyKey(key, members.octets());
    }

    private static Command create(Members members) {
        String word = members.text("type");
        EntryType type = word == null ? EntryType.FILE : Parameters.entryTypeOf("type", word);
        byte[] target = members.octets("target");
        FileRoutes.requireAgreement(type, false, target != null);
        return new Command.Create(
                members.path("path"),
                type,
                target,
                members.flag("parents"),
                AttributesJson.of(members.value("attributes"), "attributes"),
                FileRoutes.ifExists(members.text("exists")),
                condition(members, false));
    }

    private static Command write(Members members) {
        JsonNode content = members.value("content");
        if (content == null) {
            throw HttpErrors.invalid("\"content\" is needed");
        }
        return new Command.PutContent(
                members.path("path"),
                Members.base64("content", content),
                AttributesJson.of(members.value("attributes"), "attributes"),
                condition(members, true));
    }

    private static Command patch(Members members) {
        return new Command.SetAttributes(
                members.path("path"),
                members.flag("follow", true),
                false,
                AttributesJson.of(members.value("attributes"), "attributes"),
                condition(members, false));
    }

    private static Command delete(Members members) {
        return new Command.Delete(members.path("path"), members.flag("recursive"), false, condition(members, false));
    }

    private static Condition condition(Members members, boolean content) {
        return Conditions.of(members.text("ifMatch"), members.text("ifNoneMatch"), content);
    }

    private static Query stat(Members members) {
        return new Query.GetStat(members.path("path"), members.flag("follow", true), false);
    }

    private static Query list(Members members) {
        long limit = Objects.requireNonNullElse(members.count("limit"), (long) FileRoutes.PAGE_ENTRIES_DEFAULT);
        if (limit < 1 || limit > FileRoutes.PAGE_ENTRIES_MAX) {
            throw HttpErrors.invalid("\"limit\" is an integer from 1 to " + FileRoutes.PAGE_ENTRIES_MAX);
        }
        return new Query.GetPage(
                members.path("path"), (int) limit, FileRoutes.cursor(members.text("cursor")), members.text("glob"));
    }

    private static Query read(Members members) {
        return new Query.GetContent(members.path("path"));
    }
}
