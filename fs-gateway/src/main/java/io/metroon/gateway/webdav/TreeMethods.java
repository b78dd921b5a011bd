package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.HttpErrors.Status;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.Response;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.Command.IfExists;
import io.metroon.namespace.Command.RenameMode;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/** MKCOL, DELETE, MOVE, and the beginning of COPY. */
final class TreeMethods {
    private static final Buffer NO_BODY = Buffer.buffer();

    private TreeMethods() {}

    /** RFC 4918, 9.3: no body means anything here, so each is of an unknown type. */
    static Future<Response> mkcol(Call call) {
        FilePath path = PathDecoder.decode(call.tail()).path();
        if (call.hasBody()) {
            throw HttpErrors.unsupportedMediaType("MKCOL takes no body");
        }
        Command command = new Command.Create(
                path,
                EntryType.DIRECTORY,
                null,
                false,
                Attributes.NONE,
                IfExists.REFUSE,
                Conditions.of(call.headers(), true));
        return call.execute(command, NO_BODY, Requests.guard(call, path)).map(answer -> {
            if (answer.reply() instanceof Refusal refusal
                    && refusal.code() == ErrorCode.EEXIST
                    && !refusal.precondition()) {
                throw HttpErrors.refusedAs(Status.METHOD_NOT_ALLOWED, refusal, answer.revision());
            }
            Answers.made(answer);
            return Requests.placed(Response.empty(Response.CREATED), answer);
        });
    }

    /** RFC 4918, 9.6: an entry with all that is below it, in one entry of the log, or nothing of it. */
    static Future<Response> delete(Call call) {
        Target target = PathDecoder.decode(call.tail());
        call.requireNoBody();
        if (Depth.of(call.headers()) != Depth.INFINITY && target.mustBeDirectory()) {
            throw HttpErrors.invalid("a collection is deleted with all that is in it: Depth is infinity");
        }
        Condition condition = Conditions.of(call.headers(), true);
        Command command = new Command.Delete(target.path(), true, target.mustBeDirectory(), condition);
        return call.execute(command, NO_BODY, Requests.guard(call, target.path()))
                .map(answer -> {
                    if (isLockedBelow(answer, target.path())) {
                        return lockedBelow(answer);
                    }
                    Answers.found(answer);
                    return Requests.placed(Response.empty(Response.NO_CONTENT), answer);
                });
    }

    private static boolean isLockedBelow(Answer answer, FilePath path) {
        return answer.reply() instanceof Refusal refusal
                && refusal.code() == ErrorCode.ELOCKED
                && refusal.path() != null
                && refusal.path().names().size() > path.names().size();
    }

    private static Response lockedBelow(Answer answer) {
        Refusal refusal = (Refusal) answer.reply();
        FilePath path = refusal.path() == null ? FilePath.ROOT : refusal.path();
        return Requests.placed(Multistatus.of(Map.of(path, refusal)), answer);
    }

    /** RFC 4918, 9.9: one rename, whatever is below; what it replaces goes in the same step. */
    static Future<Response> move(Call call) {
        Target from = PathDecoder.decode(call.tail());
        FilePath to = destination(call, from.path());
        call.requireNoBody();
        if (Depth.of(call.headers()) != Depth.INFINITY && from.mustBeDirectory()) {
            throw HttpErrors.invalid("a collection moves with all that is in it: Depth is infinity");
        }
        Guard guard = Requests.guard(call, from.path());
        boolean overwrite = Requests.overwrite(call);
        RenameMode mode = overwrite ? RenameMode.DISPLACE : RenameMode.NOREPLACE;
        Command command = new Command.Rename(from.path(), to, mode, null, null);
        return call.execute(command, NO_BODY, guard).map(answer -> moved(answer, from.path(), overwrite));
    }

    /** Whether the only reason for a refusal is that something has the name already. */
    static boolean taken(Answer answer) {
        return answer.reply() instanceof Refusal refusal && refusal.code() == ErrorCode.EEXIST;
    }

    private static Response moved(Answer answer, FilePath from, boolean overwrite) {
        if (isLockedBelow(answer, from)) {
            return lockedBelow(answer);
        }
        Reply.Stated stated = (Reply.Stated) Answers.transferred(answer, from);
        boolean replaced = overwrite && !stated.created();
        return Requests.placed(Response.empty(replaced ? Response.NO_CONTENT : Response.CREATED), answer);
    }

    static Future<Response> copy(Call call) {
        Target from = PathDecoder.decode(call.tail());
        FilePath to = destination(call, from.path());
        call.requireNoBody();
        boolean infinite = Depth.zeroOrInfinity(call.headers()) == Depth.INFINITY;
        if (infinite && (isWithin(to, from.path()) || isWithin(from.path(), to))) {
            throw HttpErrors.refusedAs(Status.FORBIDDEN, "a collection is not copied into itself or over its parent");
        }
        Guard guard = Requests.guard(call, from.path());
        return new TreeCopy(call, from.path(), to, infinite, guard).run(Requests.overwrite(call));
    }

    private static boolean isWithin(FilePath path, FilePath directory) {
        int depth = directory.names().size();
        return depth < path.names().size() && path.prefix(depth).equals(directory);
    }

    /** RFC 4918, 9.8.3 and 9.8.5. */
    private static FilePath destination(Call call, FilePath from) {
        String reference = call.headers().get("Destination");
        if (reference == null) {
            throw HttpErrors.invalid("Destination is needed");
        }
        FilePath to = Hrefs.target(reference, call.headers().get(HttpHeaders.HOST))
                .map(Target::path)
                .orElseThrow(() -> HttpErrors.refusedAs(
                        Status.BAD_GATEWAY, "Destination is not below " + Hrefs.PREFIX + "/ of this host"));
        if (to.equals(from)) {
            throw HttpErrors.refusedAs(Status.FORBIDDEN, "source and destination are the same");
        }
        return to;
    }
}
