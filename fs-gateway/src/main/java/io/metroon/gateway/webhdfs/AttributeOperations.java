package io.metroon.gateway.webhdfs;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** SETPERMISSION, SETOWNER and SETTIMES; symlinks are followed. */
final class AttributeOperations {
    // Of times: leave it as it is.
    private static final long UNCHANGED = -1;
    // Beyond, the nanoseconds don't fit a long.
    private static final long MILLIS_MAX = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE);

    private AttributeOperations() {}

    static Future<Response> setPermission(HdfsRequest request) {
        Integer mode = request.mode();
        if (mode == null) {
            throw HdfsRequest.invalid("permission", "it is needed");
        }
        return set(request, new Attributes(mode, null, null, null, null, null, Map.of(), null));
    }

    static Future<Response> setOwner(HdfsRequest request) {
        String owner = request.text("owner", "");
        String group = request.text("group", "");
        if (owner.isEmpty() && group.isEmpty()) {
            throw HttpErrors.invalid("Both owner and group are empty.");
        }
        return set(
                request,
                new Attributes(
                        null,
                        owner.isEmpty() ? null : owner,
                        group.isEmpty() ? null : group,
                        null,
                        null,
                        null,
                        Map.of(),
                        null));
    }

    static Future<Response> setTimes(HdfsRequest request) {
        Long atime = nanos(request, "accesstime");
        Long mtime = nanos(request, "modificationtime");
        return set(request, new Attributes(null, null, null, atime, mtime, null, Map.of(), null));
    }

    private static @Nullable Long nanos(HdfsRequest request, String name) {
        long millis = request.number(name, UNCHANGED);
        if (millis < UNCHANGED || millis > MILLIS_MAX) {
            throw HdfsRequest.invalid(name, "it is -1, or milliseconds since 1970");
        }
        return millis == UNCHANGED ? null : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Future<Response> set(HdfsRequest request, Attributes attributes) {
        Command command = new Command.SetAttributes(request.path(), true, false, attributes, Condition.NONE);
        return TreeOperations.execute(request.call(), command).map(answer -> {
            Answers.stat(answer);
            return TreeOperations.placed(Answers.empty(), answer);
        });
    }
}
