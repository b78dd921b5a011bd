package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Response;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** Questions about one entry, and about whoever asks. */
final class StatusOperations {
    private StatusOperations() {}

    static Future<Response> status(HdfsRequest request) {
        return stat(request, true).map(StatusOperations::document);
    }

    static Future<Response> linkStatus(HdfsRequest request) {
        return stat(request, false).map(StatusOperations::document);
    }

    private static Future<Answer> stat(HdfsRequest request, boolean follow) {
        return request.call().query(new Query.GetStat(request.path(), follow, false));
    }

    private static Response document(Answer answer) {
        Stat stat = Answers.stat(answer);
        return Answers.object("FileStatus", json -> FileStatusJson.write(json, null, stat))
                .at(answer.revision());
    }

    static Future<Response> linkTarget(HdfsRequest request) {
        return stat(request, false).map(answer -> {
            Stat stat = Answers.stat(answer);
            if (stat.type() != EntryType.SYMLINK || stat.target() == null) {
                throw Answers.failed("Path " + request.path() + " is not a symbolic link");
            }
            return Answers.text("Path", new String(stat.target(), StandardCharsets.UTF_8))
                    .at(answer.revision());
        });
    }

    /** Permissions are kept and not yet held against anybody: what is there may be used, and that is what this tells. */
    static Future<Response> checkAccess(HdfsRequest request) {
        if (!request.required("fsaction").matches("[r-][w-][x-]")) {
            throw HdfsRequest.invalid("fsaction", "it is like r-x");
        }
        return stat(request, true).map(answer -> {
            Answers.stat(answer);
            return Answers.empty().at(answer.revision());
        });
    }

    static Future<Response> homeDirectory(HdfsRequest request) {
        return Future.succeededFuture(Answers.text("Path", "/user/" + request.user()));
    }

    static Future<Response> trashRoot(HdfsRequest request) {
        return Future.succeededFuture(Answers.text("Path", "/user/" + request.user() + "/.Trash"));
    }
}
