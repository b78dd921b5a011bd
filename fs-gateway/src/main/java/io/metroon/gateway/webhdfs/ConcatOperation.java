package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.ContentRead;
import io.metroon.gateway.ContentWrite;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.metroon.namespace.Command;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the contents of files behind that of another. Their chunks are taken up as they are; that the target grows and that
 * the sources go is one entry of the log, refused as a whole when any of the files has changed since it was looked at.
 */
final class ConcatOperation {
    // A transaction deletes them, and writes the target besides.
    private static final int SOURCES_MAX = 900;

    private final HdfsRequest request;
    private final Call call;
    private final List<FilePath> paths;
    private final ReadStream<Buffer> nothing;

    private ConcatOperation(HdfsRequest request) {
        this.request = request;
        call = request.call();
        paths = sources(request);
        nothing = call.octets();
    }

    static Future<Response> concat(HdfsRequest request) {
        ExtendOperations.requireNoKey(request.call());
        request.call().requireNoBody();
        return new ConcatOperation(request).run();
    }

    private static List<FilePath> sources(HdfsRequest request) {
        List<FilePath> sources = new ArrayList<>();
        for (String source : request.required("sources").split(",", -1)) {
            sources.add(HdfsRequest.pathOf("sources", source.getBytes(StandardCharsets.UTF_8)));
        }
        Set<FilePath> distinct = new HashSet<>(sources);
        if (distinct.size() != sources.size() || distinct.contains(request.path())) {
            throw HttpErrors.invalid("concat: a source is named twice, or is the target");
        }
        if (sources.size() > SOURCES_MAX) {
            throw HttpErrors.tooMany("sources", SOURCES_MAX);
        }
        return sources;
    }

    private Future<Response> run() {
        List<Query> queries = new ArrayList<>();
        queries.add(new Query.GetStat(request.path(), true, false));
        paths.forEach(path -> queries.add(new Query.GetStat(path, false, false)));
        return call.query(queries)
                .compose(answer -> join(stats(answer), answer.revision()))
                .compose(answer -> ExtendOperations.isOfChange(answer)
                        ? ExtendOperations.changed(request)
                        : ExtendOperations.found(answer))
                .map(answer -> TreeOperations.placed(Answers.empty(), answer));
    }

    private static List<Stat> stats(Answer answer) {
        List<Stat> stats = new ArrayList<>();
        for (Reply.Result result : ((Reply.Results) answer.reply()).items()) {
            stats.add(requireFile(Answers.stat(new Answer(answer.revision(), result.reply(), false)), answer));
        }
        return stats;
    }

    private static Stat requireFile(Stat stat, Answer answer) {
        if (stat.type() != EntryType.FILE) {
            throw Answers.refused(ErrorCode.ENOENT, stat.path(), "Path is not a file", answer.revision());
        }
        return stat;
    }

    private Future<Answer> join(List<Stat> stats, long revision) {
        List<ContentWrite.Part> parts = new ArrayList<>();
        List<Command> deletes = new ArrayList<>();
        for (Stat stat : stats) {
            parts.add(new ContentWrite.Part(() -> read(stat, revision), 0, stat.size()));
        }
        for (Stat stat : stats.subList(1, stats.size())) {
            deletes.add(new Command.Delete(stat.path(), false, false, Conditions.unchanged(stat)));
        }
        ContentWrite write = call.contentWrite(request.path(), Conditions.unchanged(stats.get(0)))
                .beginningWith(parts)
                .togetherWith(deletes);
        return call.write(write, nothing);
    }

    /** The content as it was looked at; another would be refused in the end, and need not be read. */
    private Future<ContentRead> read(Stat stat, long revision) {
        return call.read(stat.path(), new ReadMode.AtLeast(revision)).map(content -> {
            Stat found = content.stat();
            if (found.inode() != stat.inode() || found.contentVersion() != stat.contentVersion()) {
                throw Answers.refused(ErrorCode.ECONDITION, stat.path(), "changed meanwhile", content.revision());
            }
            return content;
        });
    }
}
