package io.metroon.gateway.webhdfs;

import io.metroon.gateway.ContentRead;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.ProblemException;
import io.metroon.gateway.Response;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.Query;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;

/**
 * Reads a file, or a part of it. The first step looks whether there is one, so that a client hears of it when it opens; the
 * second, at the same node, has the bytes.
 */
final class OpenOperation {
    private static final String MEDIA_TYPE = "application/octet-stream";

    private OpenOperation() {}

    static Future<Response> open(HdfsRequest request) {
        long offset = request.number("offset", 0);
        long length = request.number("length", Long.MAX_VALUE);
        if (offset < 0 || length < 0) {
            throw HttpErrors.invalid("offset and length are not negative");
        }
        return request.isSecondStep() ? bytes(request, offset, length) : redirect(request);
    }

    private static Future<Response> redirect(HdfsRequest request) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .map(answer -> {
                    requireFile(request, Answers.stat(answer), answer.revision());
                    return Answers.redirect(request).at(answer.revision());
                });
    }

    /** Refuses what has no bytes. */
    static void requireFile(HdfsRequest request, Stat stat, long revision) {
        if (stat.type() != EntryType.FILE) {
            throw notAFile(request, revision);
        }
    }

    private static ProblemException notAFile(HdfsRequest request, long revision) {
        return Answers.refused(ErrorCode.ENOENT, request.path(), "Path is not a file", revision);
    }

    private static Future<Response> bytes(HdfsRequest request, long offset, long length) {
        return read(request).map(content -> part(content, offset, length));
    }

    /** Looks up the bytes of the file that a request names. */
    static Future<ContentRead> read(HdfsRequest request) {
        return request.call().read(request.path()).recover(failure -> Future.failedFuture(recast(request, failure)));
    }

    /** Below a file, and under the name of a directory, there is no file. */
    private static Throwable recast(HdfsRequest request, Throwable failure) {
        boolean absent = failure instanceof ProblemException refused
                && (refused.problem().code().equals(ErrorCode.ENOTDIR.name())
                        || refused.problem().code().equals(ErrorCode.EISDIR.name()));
        return absent ? notAFile(request, Response.NEWEST) : failure;
    }

    /** What is beyond the end has no bytes, as for {@code read}: a client that seeks there meets the end and no error. */
    private static Response part(ContentRead content, long offset, long length) {
        long size = content.stat().size();
        long first = Math.min(offset, size);
        long taken = Math.min(length, size - first);
        return Response.measured(Response.OK, MEDIA_TYPE, taken, out -> content.writeTo(out, first, taken))
                .at(content.revision())
                .with(HeaderNames.CONTENT_TYPE_OPTIONS, "nosniff")
                .with(HeaderNames.CONTENT_SECURITY_POLICY, "sandbox");
    }
}
