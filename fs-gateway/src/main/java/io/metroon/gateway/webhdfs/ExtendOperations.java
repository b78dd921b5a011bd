package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.ContentRead;
import io.metroon.gateway.ContentWrite;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;

/**
 * APPEND and TRUNCATE. The file gets a new content, which begins with the old one's chunks as they are and shows in one
 * entry of the log, unless the file has changed since it was looked at: of two that append at a time, one is refused and
 * nothing is lost.
 */
final class ExtendOperations {
    private ExtendOperations() {}

    static Future<Response> append(HdfsRequest request) {
        requireNoKey(request.call());
        return request.isSecondStep() ? appendOctets(request) : redirect(request);
    }

    private static Future<Response> redirect(HdfsRequest request) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .map(answer -> {
                    OpenOperation.requireFile(request, Answers.stat(answer), answer.revision());
                    return Answers.redirect(request).at(answer.revision());
                });
    }

    private static Future<Response> appendOctets(HdfsRequest request) {
        ReadStream<Buffer> octets = request.call().octets();
        return OpenOperation.read(request)
                .compose(old -> replace(request, old, old.stat().size(), octets))
                .map(answer -> TreeOperations.placed(Answers.empty(), answer));
    }

    static Future<Response> truncate(HdfsRequest request) {
        Call call = request.call();
        requireNoKey(call);
        call.requireNoBody();
        long length = request.number("newlength", -1);
        if (length < 0) {
            throw HdfsRequest.invalid("newlength", "it is needed, and not negative");
        }
        ReadStream<Buffer> nothing = call.octets();
        return OpenOperation.read(request).compose(old -> {
            long size = old.stat().size();
            if (length > size) {
                throw HttpErrors.invalid(
                        "Cannot truncate to a larger file size. Current size: " + size + ", truncate size: " + length);
            }
            return length == size
                    ? Future.succeededFuture(Answers.bool(true).at(old.revision()))
                    : replace(request, old, length, nothing)
                            .map(answer -> TreeOperations.placed(Answers.bool(true), answer));
        });
    }

    /** Gives a file the beginning of its old content and what comes after. */
    private static Future<Answer> replace(
            HdfsRequest request, ContentRead old, long length, ReadStream<Buffer> octets) {
        ContentWrite.Part beginning = ContentWrite.Part.beginning(old, length);
        Call call = request.call();
        ContentWrite write = call.contentWrite(request.path(), Conditions.unchanged(old.stat()))
                .beginningWith(List.of(beginning));
        return call.write(write, octets).compose(answer -> isOfChange(answer) ? changed(request) : found(answer));
    }

    /** Whether something was refused since a file is not what it was when it was looked at. */
    static boolean isOfChange(Answer answer) {
        return answer.reply() instanceof Refusal refusal && refusal.code() == ErrorCode.ECONDITION;
    }

    static Future<Answer> found(Answer answer) {
        Answers.found(answer);
        return Future.succeededFuture(answer);
    }

    /** Tells a file that went away from one that others wrote to; in either case nothing of the request was done. */
    static Future<Answer> changed(HdfsRequest request) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .map(answer -> {
                    Answers.found(answer);
                    String detail = "changed since the request began, and nothing of the request was done";
                    throw Answers.refused(ErrorCode.ECONDITION, request.path(), detail, answer.revision());
                });
    }

    /** A key stands for a request; what these add to depends on when they come. */
    static void requireNoKey(Call call) {
        if (call.headers().contains(HeaderNames.IDEMPOTENCY_KEY)) {
            throw HttpErrors.invalid("APPEND, TRUNCATE and CONCAT take no Idempotency-Key");
        }
    }
}
