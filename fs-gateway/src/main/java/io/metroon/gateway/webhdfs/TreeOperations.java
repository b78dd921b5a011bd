package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.Response;
import io.metroon.namespace.Command;
import io.metroon.namespace.Command.IfExists;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** MKDIRS, CREATESYMLINK and DELETE: one entry of the log each. */
final class TreeOperations {
    /** Of directories, unless the request says otherwise. */
    static final int DIRECTORY_MODE = 0755;

    private static final int SYMLINK_MODE = 0777;
    private static final Buffer NO_BODY = Buffer.buffer();

    private TreeOperations() {}

    /** Has a command decided that needs no body. */
    static Future<Answer> execute(Call call, Command command) {
        return call.execute(command, NO_BODY);
    }

    /** Says where in history an answer stands, and whether it was given before. */
    static Response placed(Response response, Answer answer) {
        Response placed = response.at(answer.revision());
        return answer.replayed() ? placed.with(HeaderNames.IDEMPOTENCY_REPLAYED, "true") : placed;
    }

    static Future<Response> mkdirs(HdfsRequest request) {
        FilePath path = HdfsRequest.requireLegal(request.path());
        Integer mode = request.mode();
        Command command = new Command.Create(
                path,
                EntryType.DIRECTORY,
                null,
                true,
                CreateOperation.made(mode == null ? DIRECTORY_MODE : mode, request.owner()),
                IfExists.KEEP,
                Condition.NONE);
        return execute(request.call(), command).compose(answer -> {
            if (answer.reply() instanceof Refusal refusal && refusal.code() == ErrorCode.EEXIST) {
                return existing(request, answer, refusal);
            }
            Answers.made(answer);
            return Future.succeededFuture(placed(Answers.bool(true), answer));
        });
    }

    /** Something else has the name; if it is a link to a directory, that will do. */
    private static Future<Response> existing(HdfsRequest request, Answer answer, Refusal refusal) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, true))
                .map(found -> {
                    if (found.reply() instanceof Refusal) {
                        throw Answers.refused(answer, refusal);
                    }
                    return placed(Answers.bool(true), answer);
                });
    }

    static Future<Response> createSymlink(HdfsRequest request) {
        FilePath path = HdfsRequest.requireLegal(request.path());
        request.required("destination");
        Command command = new Command.Create(
                path,
                EntryType.SYMLINK,
                request.octets("destination"),
                request.flag("createparent", true),
                CreateOperation.made(SYMLINK_MODE, request.owner()),
                IfExists.REFUSE,
                Condition.NONE);
        return execute(request.call(), command).map(answer -> {
            Answers.made(answer);
            return placed(Answers.empty(), answer);
        });
    }

    /** What is not there is not deleted: false, as is the root. */
    static Future<Response> delete(HdfsRequest request) {
        boolean recursive = request.flag("recursive", false);
        if (request.path().isRoot()) {
            return recursive ? Future.succeededFuture(Answers.bool(false)) : deleteRoot(request);
        }
        Command command = new Command.Delete(request.path(), recursive, false, Condition.NONE);
        return execute(request.call(), command).map(answer -> {
            boolean absent = answer.reply() instanceof Refusal refusal
                    && (refusal.code() == ErrorCode.ENOENT || refusal.code() == ErrorCode.ENOTDIR);
            if (!absent) {
                Answers.found(answer);
            }
            return placed(Answers.bool(!absent), answer);
        });
    }

    private static Future<Response> deleteRoot(HdfsRequest request) {
        return request.call()
                .query(new Query.GetPage(FilePath.ROOT, 1, null, null))
                .map(answer -> {
                    Reply.Listed page = (Reply.Listed) Answers.found(answer);
                    if (!page.entries().isEmpty()) {
                        throw Answers.refused(
                                ErrorCode.ENOTEMPTY, FilePath.ROOT, "the directory is not empty", answer.revision());
                    }
                    return Answers.bool(false).at(answer.revision());
                });
    }
}
