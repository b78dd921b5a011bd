package io.metroon.gateway.webhdfs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Repeat;
import io.metroon.gateway.Response;
import io.metroon.gateway.TreeWalk;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.metroon.namespace.Usage;
import io.vertx.core.Future;
import java.io.IOException;

/**
 * What a subtree holds: of the root at once, from the namespace's own counts; of anything else by going through it, in
 * constant memory, each directory at one revision. Symlinks are neither files nor followed.
 */
final class SummaryOperations {
    private static final int NO_QUOTA = -1;

    private SummaryOperations() {}

    /** Counts that grow while a tree is gone through. */
    private static final class Count {
        private long files;
        private long directories;
        private long symlinks;
        private long bytes;

        void add(Stat stat) {
            switch (stat.type()) {
                case FILE -> files++;
                case DIRECTORY -> directories++;
                case SYMLINK -> symlinks++;
            }
            bytes += stat.type() == EntryType.FILE ? stat.size() : 0;
        }

        Usage usage() {
            return new Usage(files, directories, symlinks, bytes);
        }
    }

    private record Counted(Usage usage, long revision) {}

    static Future<Response> contentSummary(HdfsRequest request) {
        return count(request)
                .map(counted -> Answers.object("ContentSummary", json -> writeSummary(json, counted.usage()))
                        .at(counted.revision()));
    }

    static Future<Response> quotaUsage(HdfsRequest request) {
        return count(request)
                .map(counted -> Answers.object("QuotaUsage", json -> {
                            Usage usage = counted.usage();
                            json.writeNumberField("fileAndDirectoryCount", usage.files() + usage.directories());
                            writeQuotas(json, usage);
                        })
                        .at(counted.revision()));
    }

    private static Future<Counted> count(HdfsRequest request) {
        if (request.path().isRoot()) {
            return request.call().query(new Query.GetUsage()).map(answer -> {
                Reply.Counted counted = (Reply.Counted) Answers.found(answer);
                return new Counted(counted.usage(), answer.revision());
            });
        }
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .compose(answer -> count(request, answer));
    }

    private static Future<Counted> count(HdfsRequest request, Answer answer) {
        Count count = new Count();
        Stat stat = Answers.stat(answer);
        count.add(stat);
        if (stat.type() != EntryType.DIRECTORY) {
            return Future.succeededFuture(new Counted(count.usage(), answer.revision()));
        }
        TreeWalk walk = new TreeWalk(request.call(), Answers::found, request.path(), true, answer.revision());
        return Repeat.whileTrue(() -> walk.next().map(slice -> {
                    slice.forEach(met -> count.add(met.stat()));
                    return !slice.isEmpty();
                }))
                .map(done -> new Counted(count.usage(), answer.revision()));
    }

    private static void writeSummary(JsonGenerator json, Usage usage) throws IOException {
        json.writeNumberField("directoryCount", usage.directories());
        json.writeNumberField("fileCount", usage.files());
        json.writeNumberField("length", usage.bytes());
        json.writeStringField("ecPolicy", "");
        writeQuotas(json, usage);
    }

    private static void writeQuotas(JsonGenerator json, Usage usage) throws IOException {
        json.writeNumberField("quota", NO_QUOTA);
        json.writeNumberField("spaceConsumed", usage.bytes() * FileStatusJson.REPLICATION);
        json.writeNumberField("spaceQuota", NO_QUOTA);
        json.writeObjectFieldStart("typeQuota");
        json.writeEndObject();
    }
}
