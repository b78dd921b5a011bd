package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.PercentCoding;
import io.metroon.gateway.Repeat;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.gateway.TreeWalk;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.Query;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** A directory as a page of links, for browsers and for whatever reads plain indexes; streamed. */
final class DirectoryIndex {
    private DirectoryIndex() {}

    static Future<Response> get(Call call, Target target) {
        return call.query(new Query.GetStat(target.path(), true, true)).map(answer -> {
            Stat stat = Answers.stat(answer);
            TreeWalk walk = new TreeWalk(call, Answers::found, target.path(), false, answer.revision());
            return new Response(
                    Response.OK,
                    answer.revision(),
                    List.of(
                            new Header(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8"),
                            new Header(HttpHeaders.ETAG, Conditions.entityTag(stat, true)),
                            new Header(HttpHeaders.LAST_MODIFIED, Dates.http(stat.mtimeNanos())),
                            new Header(HeaderNames.CONTENT_TYPE_OPTIONS, "nosniff"),
                            new Header(HeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")),
                    new Response.Streamed(response -> write(target, walk, response)));
        });
    }

    private static Future<Void> write(Target target, TreeWalk walk, HttpServerResponse response) {
        String title = escaped(target.path().toString());
        // Links are relative to the collection, whether or not the request ended with a slash.
        String base = escaped(Hrefs.of(target.path(), true));
        String slash = target.path().isRoot() ? "/" : "";
        String head = "<!DOCTYPE html>\n<html><head><title>" + title + "</title><base href=\"" + base + slash
                + "\"></head><body><h1>" + title + "</h1>\n<ul>\n"
                + (target.path().isRoot() ? "" : "<li><a href=\"../\">../</a></li>\n");
        return response.write(head)
                .compose(written -> Repeat.whileTrue(() -> step(walk, response)))
                .compose(written -> response.write("</ul>\n</body></html>\n"));
    }

    private static Future<Boolean> step(TreeWalk walk, HttpServerResponse response) {
        return walk.next().compose(slice -> {
            if (slice.isEmpty()) {
                return Future.succeededFuture(false);
            }
            Buffer piece = Buffer.buffer();
            slice.forEach(met -> piece.appendString(line(met)));
            return response.write(piece).map(true);
        });
    }

    private static String line(TreeWalk.Met met) {
        String slash = met.stat().type() == EntryType.DIRECTORY ? "/" : "";
        String href = PercentCoding.encode(met.path().name().toBytes()) + slash;
        return "<li><a href=\"" + href + "\">" + escaped(met.path().name() + slash) + "</a></li>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
