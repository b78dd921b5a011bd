package io.metroon.gateway.webhdfs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Json;
import io.metroon.gateway.Repeat;
import io.metroon.gateway.Response;
import io.metroon.gateway.TreeWalk;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Name;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in a directory: all of it as a stream at one revision, or a page after a name. A file lists itself. */
final class ListOperations {
    // As many as HDFS gives at a time (dfs.ls.limit).
    private static final int PAGE_ENTRIES = 1_000;

    private ListOperations() {}

    static Future<Response> list(HdfsRequest request) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .map(answer -> Answers.stat(answer).type() == EntryType.DIRECTORY
                        ? stream(request, answer)
                        : itself(Answers.stat(answer)).at(answer.revision()));
    }

    private static Response itself(Stat stat) {
        return Answers.object("FileStatuses", json -> {
            json.writeArrayFieldStart("FileStatus");
            write(json, null, stat);
            json.writeEndArray();
        });
    }

    private static Response stream(HdfsRequest request, Answer answer) {
        TreeWalk walk = new TreeWalk(request.call(), Answers::found, request.path(), false, answer.revision());
        return Response.streamed(Json.MEDIA_TYPE, out -> new Streamed(walk, out).write())
                .at(answer.revision());
    }

    /** A listing on its way out, a slice at a time. */
    private static final class Streamed {
        private final TreeWalk walk;
        private final HttpServerResponse out;
        private boolean begun;

        Streamed(TreeWalk walk, HttpServerResponse out) {
            this.walk = walk;
            this.out = out;
        }

        Future<Void> write() {
            return out.write("{\"FileStatuses\":{\"FileStatus\":[")
                    .compose(written -> Repeat.whileTrue(this::step))
                    .compose(written -> out.write("]}}"));
        }

        private Future<Boolean> step() {
            return walk.next().compose(slice -> {
                if (slice.isEmpty()) {
                    return Future.succeededFuture(false);
                }
                Buffer piece = Buffer.buffer();
                slice.forEach(met -> add(met.path(), met.stat(), piece));
                return out.write(piece).map(true);
            });
        }

        private void add(FilePath path, Stat stat, Buffer piece) {
            if (begun) {
                piece.appendString(",");
            }
            begun = true;
            piece.appendBuffer(Json.document(json -> ListOperations.write(json, path.name(), stat)));
        }
    }

    private static void write(JsonGenerator json, @Nullable Name name, Stat stat) throws IOException {
        json.writeStartObject();
        FileStatusJson.write(json, name, stat);
        json.writeEndObject();
    }

    static Future<Response> batch(HdfsRequest request) {
        byte[] startAfter = request.octets("startafter");
        Name after = startAfter == null || startAfter.length == 0 ? null : Name.of(startAfter);
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .compose(answer -> {
                    Stat stat = Answers.stat(answer);
                    return stat.type() == EntryType.DIRECTORY
                            ? page(request, new Query.GetPage(request.path(), PAGE_ENTRIES, null, null, after))
                            : Future.succeededFuture(
                                    listing(json -> write(json, null, stat), 0).at(answer.revision()));
                });
    }

    /** A page without entries that is not the last would make a client begin again from the first, for ever. */
    private static Future<Response> page(HdfsRequest request, Query.GetPage query) {
        return request.call().query(query).compose(answer -> {
            Reply.Listed page = (Reply.Listed) Answers.found(answer);
            if (page.entries().isEmpty() && page.cursor() != null) {
                return page(request, new Query.GetPage(query.path(), PAGE_ENTRIES, page.cursor(), null));
            }
            return Future.succeededFuture(listing(json -> writeAll(json, page.entries()), page.cursor() == null ? 0 : 1)
                    .at(answer.revision()));
        });
    }

    private static void writeAll(JsonGenerator json, List<Reply.Entry> entries) throws IOException {
        for (Reply.Entry entry : entries) {
            write(json, entry.name(), entry.stat());
        }
    }

    /** {@code remaining}: how many come after, of which clients only ask whether it is zero. */
    private static Response listing(Answers.Members entries, int remaining) {
        return Answers.object("DirectoryListing", json -> {
            json.writeObjectFieldStart("partialListing");
            json.writeObjectFieldStart("FileStatuses");
            json.writeArrayFieldStart("FileStatus");
            entries.writeTo(json);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
            json.writeNumberField("remainingEntries", remaining);
        });
    }
}
