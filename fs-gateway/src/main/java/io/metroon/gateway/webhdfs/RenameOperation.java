package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.ProblemException;
import io.metroon.gateway.Response;
import io.metroon.namespace.Command;
import io.metroon.namespace.Command.RenameMode;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import java.util.List;

/**
 * The two renames of HDFS. Without options: into a directory that is there, never over anything, and false when it can't be
 * done. With options: to that very name, with OVERWRITE in the place of a file or an empty directory, and each hindrance an
 * exception. Either is one entry of the log; what is under a directory costs nothing.
 */
final class RenameOperation {
    private final Call call;
    private final FilePath from;
    private final FilePath to;

    private RenameOperation(HdfsRequest request) {
        call = request.call();
        from = request.path();
        to = HdfsRequest.requireLegal(request.path("destination"));
    }

    static Future<Response> rename(HdfsRequest request) {
        RenameOperation rename = new RenameOperation(request);
        List<String> options = request.constants("renameoptions");
        return options.isEmpty() ? rename.lenient() : rename.strict(options.contains("OVERWRITE"));
    }

    private Future<Response> lenient() {
        if (from.isRoot()) {
            return Future.succeededFuture(Answers.bool(false));
        }
        return call.query(new Query.GetStat(to, false, false)).compose(answer -> {
            boolean into = answer.reply() instanceof Reply.Stated stated
                    && stated.stat().type() == EntryType.DIRECTORY;
            FilePath target = into ? to.child(from.name()) : to;
            return target.equals(from) ? toItself() : move(target);
        });
    }

    /** Nothing to do, if it is there. */
    private Future<Response> toItself() {
        return call.query(new Query.GetStat(from, false, false))
                .map(answer ->
                        Answers.bool(answer.reply() instanceof Reply.Stated).at(answer.revision()));
    }

    private Future<Response> move(FilePath target) {
        return execute(target, RenameMode.NOREPLACE).map(answer -> {
            if (answer.reply() instanceof Refusal refusal) {
                requireMereHindrance(answer, refusal, target);
                return Answers.bool(false).at(answer.revision());
            }
            return TreeOperations.placed(Answers.bool(true), answer);
        });
    }

    private void requireMereHindrance(Answer answer, Refusal refusal, FilePath target) {
        switch (refusal.code()) {
            case ENOENT, EEXIST, EINVAL, EBUSY -> {
                return;
            }
            case ENOTDIR -> {
                if (Answers.isAbout(refusal, from) || !Answers.isAbout(refusal, target)) {
                    return;
                }
                throw Answers.refused(answer, refusal);
            }
            default -> throw Answers.refused(answer, refusal);
        }
    }

    private Future<Answer> execute(FilePath target, RenameMode mode) {
        return TreeOperations.execute(call, new Command.Rename(from, target, mode, null, null));
    }

    private Future<Response> strict(boolean overwrite) {
        if (from.isRoot() || to.isRoot()) {
            throw Answers.failed("the root is neither source nor destination of a rename");
        }
        if (from.equals(to)) {
            return call.query(new Query.GetStat(from, false, false)).map(answer -> {
                Answers.found(answer);
                throw Answers.refused(ErrorCode.EEXIST, to, "is the source of the rename too", answer.revision());
            });
        }
        return execute(to, overwrite ? RenameMode.REPLACE : RenameMode.NOREPLACE)
                .map(answer -> {
                    if (answer.reply() instanceof Refusal refusal) {
                        throw strictly(answer, refusal);
                    }
                    return TreeOperations.placed(Answers.empty(), answer);
                });
    }

    private ProblemException strictly(Answer answer, Refusal refusal) {
        return switch (refusal.code()) {
            case EINVAL, EISDIR, ENOTEMPTY, EBUSY -> Answers.failed(refusal.detail());
            case ENOTDIR -> notADirectory(answer, refusal);
            default -> Answers.refused(answer, refusal);
        };
    }

    /** A file on the way to the source: nothing there. On the way to the destination: no parent. In its place: misfit. */
    private ProblemException notADirectory(Answer answer, Refusal refusal) {
        if (to.equals(refusal.path())) {
            return Answers.failed(refusal.detail());
        }
        return Answers.isAbout(refusal, to) && !Answers.isAbout(refusal, from)
                ? Answers.refused(answer, refusal)
                : Answers.refused(ErrorCode.ENOENT, from, "no such file or directory", answer.revision());
    }
}
