package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.ContentWrite;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.Response;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.Command.IfExists;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole file. The first step refuses what can be told before any byte is sent, and leads to the second at the same
 * node, which decides all of it again in the one entry of the log that makes the file visible. Parents that are missing are
 * made before the bytes come, as in HDFS; they stay when the bytes don't.
 */
final class CreateOperation {
    private static final int FILE_MODE = 0644;
    private static final Condition ABSENT = new Condition(null, List.of(Condition.Tag.ANY));

    private final HdfsRequest request;
    private final FilePath path;
    private final boolean overwrite;
    private final boolean createParent;
    private final boolean keyed;

    private CreateOperation(HdfsRequest request) {
        this.request = request;
        path = HdfsRequest.requireLegal(request.path());
        List<String> flags = request.constants("createflag");
        overwrite = request.flag("overwrite", false) || flags.contains("OVERWRITE");
        createParent = request.flag("createparent", true);
        keyed = request.call().headers().contains(HeaderNames.IDEMPOTENCY_KEY);
        if (flags.contains("APPEND")) {
            throw HdfsRequest.invalid("createflag", "a file is appended to by op=APPEND");
        }
    }

    static Future<Response> create(HdfsRequest request) {
        CreateOperation create = new CreateOperation(request);
        return request.isSecondStep() ? create.write() : create.redirect();
    }

    private Future<Response> redirect() {
        return check().map(parentMissing -> Answers.redirect(request));
    }

    /** Refuses what is refused already now; answers whether a parent is missing that may be made. */
    private Future<Boolean> check() {
        return request.call().query(new Query.GetStat(path, true, false)).map(this::isParentMissing);
    }

    private boolean isParentMissing(Answer answer) {
        if (answer.reply() instanceof Refusal refusal) {
            boolean parent = refusal.path() != null && !refusal.path().equals(path);
            if (refusal.code() != ErrorCode.ENOENT || (parent && !createParent)) {
                throw Answers.refused(answer, refusal);
            }
            return parent;
        }
        boolean directory = ((Reply.Stated) answer.reply()).stat().type() == EntryType.DIRECTORY;
        // What has the name may be the first outcome of this very request, which its key tells.
        if (directory || !(overwrite || keyed)) {
            String detail = directory ? "already exists as a directory" : "already exists";
            throw Answers.refused(ErrorCode.EEXIST, path, detail, answer.revision());
        }
        return false;
    }

    private Future<Response> write() {
        Call call = request.call();
        Integer mode = request.mode();
        ContentWrite write = call.contentWrite(path, overwrite ? Condition.NONE : ABSENT)
                .with(made(mode == null ? FILE_MODE : mode, request.owner()));
        ReadStream<Buffer> octets = call.octets();
        return check().compose(missing -> missing ? makeParents() : Future.succeededFuture())
                .compose(ready -> call.write(write, octets))
                .map(answer -> {
                    Answers.made(answer);
                    Response made = Response.empty(Response.CREATED).with(HttpHeaders.LOCATION, location());
                    return TreeOperations.placed(made, answer);
                });
    }

    /** The attributes of what is made here. */
    static Attributes made(int mode, @Nullable String owner) {
        return new Attributes(mode, owner, null, null, null, null, Map.of(), null);
    }

    private Future<Void> makeParents() {
        Command command = new Command.Create(
                path.parent(),
                EntryType.DIRECTORY,
                null,
                true,
                made(TreeOperations.DIRECTORY_MODE, request.owner()),
                IfExists.KEEP,
                Condition.NONE);
        return request.call().executeNext(command, Guard.NONE).map(answer -> {
            Answers.made(answer);
            return null;
        });
    }

    private String location() {
        String url = request.call().url();
        String path = url.substring(url.indexOf("://"), url.indexOf('?'));
        return "webhdfs" + path.replaceFirst(WebHdfsFacade.PREFIX, "");
    }
}
