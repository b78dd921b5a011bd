package io.metroon.gateway.webhdfs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.HttpErrors.Status;
import io.metroon.gateway.Json;
import io.metroon.gateway.ProblemException;
import io.metroon.gateway.Response;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.List;

/** What the service's answers are in HDFS. */
final class Answers {
    private Answers() {}

    /** The reply about an entry that should be there; below a file nothing is. */
    static Reply found(Answer answer) {
        if (answer.reply() instanceof Refusal refusal) {
            throw switch (refusal.code()) {
                case ENOTDIR, EISDIR -> recoded(refusal, ErrorCode.ENOENT, answer.revision());
                default -> refused(answer, refusal);
            };
        }
        return answer.reply();
    }

    /** The reply to the making of an entry. */
    static Reply made(Answer answer) {
        if (answer.reply() instanceof Refusal refusal) {
            throw refusal.code() == ErrorCode.EISDIR
                    ? recoded(refusal, ErrorCode.EEXIST, answer.revision())
                    : refused(answer, refusal);
        }
        return answer.reply();
    }

    /** The stat of an entry that was asked for. */
    static Stat stat(Answer answer) {
        return ((Reply.Stated) found(answer)).stat();
    }

    static ProblemException refused(Answer answer, Refusal refusal) {
        return HttpErrors.refused(refusal, answer.revision(), List.of());
    }

    private static ProblemException recoded(Refusal refusal, ErrorCode code, long revision) {
        return HttpErrors.refused(new Refusal(code, refusal.detail(), refusal.path()), revision, List.of());
    }

    /** A refusal of this façade's own with a code of the namespace. */
    static ProblemException refused(ErrorCode code, FilePath path, String detail, long revision) {
        return HttpErrors.refused(new Refusal(code, path + ": " + detail, path), revision, List.of());
    }

    /** A refusal for which HDFS has nothing better than an {@code IOException}. */
    static ProblemException failed(String detail) {
        return HttpErrors.refusedAs(Status.FORBIDDEN, detail);
    }

    /** Whether a component on the way to a path, or the path itself, is what a refusal is about. */
    static boolean isAbout(Refusal refusal, FilePath path) {
        FilePath failed = refusal.path();
        if (failed == null) {
            return false;
        }
        int depth = failed.names().size();
        return depth <= path.names().size() && path.prefix(depth).equals(failed);
    }

    /** Writes the members of an object. */
    @FunctionalInterface
    interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** A 200 with one object under the name of its class, as all documents of WebHDFS are. */
    static Response object(String name, Members members) {
        return document(json -> {
            json.writeObjectFieldStart(name);
            members.writeTo(json);
            json.writeEndObject();
        });
    }

    static Response bool(boolean value) {
        return document(json -> json.writeBooleanField("boolean", value));
    }

    static Response text(String name, String value) {
        return document(json -> json.writeStringField(name, value));
    }

    static Response document(Members members) {
        Buffer octets = Json.document(json -> {
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
        });
        return Response.whole(Response.OK, Json.MEDIA_TYPE, octets);
    }

    /** A 200 with nothing in it. */
    static Response empty() {
        return Response.whole(Response.OK, "application/octet-stream", Buffer.buffer());
    }

    /** The first step's answer: where the second goes, as a redirect or as a document. */
    static Response redirect(HdfsRequest request) {
        String location = request.secondStep();
        return request.flag("noredirect", false)
                ? text("Location", location)
                : Response.whole(Response.TEMPORARY_REDIRECT, "application/octet-stream", Buffer.buffer())
                        .with(HttpHeaders.LOCATION, location);
    }
}
