package io.metroon.gateway.webdav;

import io.metroon.gateway.ByteRange;
import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.ContentRead;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.HttpErrors.Status;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.ProblemException;
import io.metroon.gateway.Response;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Condition;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.Guard;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GET, HEAD and PUT. */
final class ContentMethods {
    private static final Pattern OC_MTIME = Pattern.compile("(-?\\d{1,10})(?:\\.\\d*)?");
    // Times are nanoseconds in 64 bits: the year 2262.
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000L;

    private ContentMethods() {}

    /** The bytes of a file, or the names in a directory as a page of links. */
    static Future<Response> get(Call call) {
        Target target = PathDecoder.decode(call.tail());
        if (target.path().isRoot() || target.mustBeDirectory()) {
            return DirectoryIndex.get(call, target);
        }
        Condition condition = Conditions.of(call.headers(), true);
        return Contents.read(call, target.path())
                .map(content -> file(content, condition, call.headers()).at(content.revision()))
                .recover(failure -> isDirectory(failure)
                        ? DirectoryIndex.get(call, target)
                        : Future.failedFuture(HttpErrors.recast(failure, ErrorCode.ENOTDIR, Status.NOT_FOUND)));
    }

    private static boolean isDirectory(Throwable failure) {
        return failure instanceof ProblemException refused
                && refused.problem().code().equals(ErrorCode.EISDIR.name());
    }

    private static Response file(ContentRead content, Condition condition, MultiMap headers) {
        return switch (outcome(content.stat(), condition, headers)) {
            case PROCEED -> bytes(content, headers);
            case NOT_MODIFIED -> stamped(Response.empty(Response.NOT_MODIFIED), content.stat());
            case FAILED -> throw HttpErrors.preconditionFailed("the content is another, or changed");
        };
    }

    /** RFC 9110, 13.2.2: dates count only where tags say nothing. */
    private static Conditions.Outcome outcome(Stat stat, Condition condition, MultiMap headers) {
        long modified = Dates.seconds(stat.mtimeNanos());
        Optional<Long> unmodifiedSince = Dates.seconds(headers.get("If-Unmodified-Since"));
        Optional<Long> modifiedSince = Dates.seconds(headers.get(HttpHeaders.IF_MODIFIED_SINCE));
        if (condition.ifMatch() == null
                && unmodifiedSince.filter(limit -> modified > limit).isPresent()) {
            return Conditions.Outcome.FAILED;
        }
        if (condition.ifNoneMatch() == null
                && modifiedSince.filter(limit -> modified <= limit).isPresent()) {
            return Conditions.Outcome.NOT_MODIFIED;
        }
        return Conditions.evaluate(condition, stat, true);
    }

    private static Response bytes(ContentRead content, MultiMap headers) {
        long size = content.stat().size();
        ByteRange range =
                isRangeCurrent(content.stat(), headers) ? ByteRange.parse(headers.get(HeaderNames.RANGE), size) : null;
        Response response = range == null
                ? Contents.part(Response.OK, content, 0, size)
                : Contents.part(Response.PARTIAL_CONTENT, content, range.first(), range.length())
                        .with(HttpHeaders.CONTENT_RANGE, "bytes " + range.first() + '-' + range.last() + '/' + size);
        return stamped(response, content.stat())
                .with(HttpHeaders.ACCEPT_RANGES, "bytes")
                .with(HeaderNames.CONTENT_TYPE_OPTIONS, "nosniff")
                .with(HeaderNames.CONTENT_SECURITY_POLICY, "sandbox");
    }

    private static boolean isRangeCurrent(Stat stat, MultiMap headers) {
        String ifRange = headers.get(HeaderNames.IF_RANGE);
        return ifRange == null
                || ifRange.strip().equals(Conditions.entityTag(stat, true))
                || Dates.seconds(ifRange)
                        .filter(date -> date == Dates.seconds(stat.mtimeNanos()))
                        .isPresent();
    }

    private static Response stamped(Response response, Stat stat) {
        return response.with(HttpHeaders.ETAG, Conditions.entityTag(stat, true))
                .with(HttpHeaders.LAST_MODIFIED, Dates.http(stat.mtimeNanos()));
    }

    /** Writes a file, or the part of it that {@code Content-Range} names. */
    static Future<Response> put(Call call) {
        Target target = PathDecoder.decode(call.tail());
        if (target.mustBeDirectory() || target.path().isRoot()) {
            throw HttpErrors.refusedAs(Status.METHOD_NOT_ALLOWED, "a collection has no content to put");
        }
        if (!call.hasBodyInMind()) {
            throw HttpErrors.lengthRequired();
        }
        Condition condition = Conditions.of(call.headers(), true);
        Guard guard = Requests.guard(call, target.path());
        Attributes attributes = attributes(call.headers());
        return Contents.write(call, target.path(), attributes, condition, guard)
                .map(answer -> written(answer, attributes));
    }

    /** {@code X-OC-Mtime} of ownCloud: seconds since 1970. */
    private static Attributes attributes(MultiMap headers) {
        String text = headers.get("X-OC-Mtime");
        if (text == null) {
            return Attributes.NONE;
        }
        Matcher matcher = OC_MTIME.matcher(text.strip());
        if (!matcher.matches() || Math.abs(Long.parseLong(matcher.group(1))) > SECONDS_MAX) {
            throw HttpErrors.invalid("X-OC-Mtime is a number of seconds since 1970, " + SECONDS_MAX + " at most");
        }
        long nanos = Long.parseLong(matcher.group(1)) * 1_000_000_000L;
        return new Attributes(null, null, null, null, nanos, null, Map.of(), null);
    }

    private static Response written(Answer answer, Attributes attributes) {
        Reply.Stated stated = (Reply.Stated) Answers.made(answer);
        Response response =
                stamped(Response.empty(stated.created() ? Response.CREATED : Response.NO_CONTENT), stated.stat());
        if (attributes.mtimeNanos() != null) {
            response = response.with("X-OC-Mtime", "accepted");
        }
        return Requests.placed(response, answer);
    }
}
