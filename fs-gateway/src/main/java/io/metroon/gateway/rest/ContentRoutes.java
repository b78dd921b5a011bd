package io.metroon.gateway.rest;

import io.metroon.gateway.ByteRange;
import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.ContentRead;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.gateway.rest.Answers.Face;
import io.metroon.namespace.Condition;
import io.metroon.namespace.FilePath;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** {@code /v1/content/PATH}: the bytes of files. */
final class ContentRoutes {
    private static final String MEDIA_TYPE = "application/octet-stream";

    Resource resource() {
        return Resource.under(Face.CONTENT.prefix())
                .reads(HttpMethod.GET, MEDIA_TYPE, this::read)
                .changes(HttpMethod.PUT, Json.MEDIA_TYPE, this::write);
    }

    private Future<Response> read(Call call) {
        FilePath path = file(call);
        Condition condition = Conditions.of(call.headers(), true);
        return call.read(path).map(content -> read(content, condition, call.headers()));
    }

    /** Content belongs to files, so a path that must be a directory contradicts itself. */
    private static FilePath file(Call call) {
        call.parameters().only(Set.of());
        Target target = PathDecoder.decode(call.tail());
        if (target.mustBeDirectory()) {
            throw HttpErrors.invalid("a trailing slash names a directory, which has no content");
        }
        return target.path();
    }

    private static Response read(ContentRead content, Condition condition, MultiMap headers) {
        Response response = switch (Conditions.evaluate(condition, content.stat(), true)) {
            case PROCEED -> octets(content, headers);
            case NOT_MODIFIED -> Answers.notModified(content.stat(), Face.CONTENT);
            case FAILED -> throw HttpErrors.preconditionFailed("the content is another, or changed");
        };
        return response.at(content.revision());
    }

    private static Response octets(ContentRead content, MultiMap headers) {
        long size = content.stat().size();
        String tag = Face.CONTENT.tag(content.stat());
        String ifRange = headers.get(HeaderNames.IF_RANGE);
        boolean ranged = ifRange == null || ifRange.strip().equals(tag);
        ByteRange range = ranged ? ByteRange.parse(headers.get(HeaderNames.RANGE), size) : null;
        Response response = range == null
                ? part(Response.OK, content, 0, size)
                : part(Response.PARTIAL_CONTENT, content, range.first(), range.length())
                        .with(HttpHeaders.CONTENT_RANGE, "bytes " + range.first() + '-' + range.last() + '/' + size);
        // A stored page must not run in the origin of the gateway.
        return response.with(HttpHeaders.ETAG, tag)
                .with(HttpHeaders.ACCEPT_RANGES, "bytes")
                .with(HeaderNames.CONTENT_TYPE_OPTIONS, "nosniff")
                .with(HeaderNames.CONTENT_SECURITY_POLICY, "sandbox");
    }

    private static Response part(int status, ContentRead content, long first, long length) {
        return Response.measured(status, MEDIA_TYPE, length, out -> content.writeTo(out, first, length));
    }

    private Future<Response> write(Call call) {
        FilePath path = file(call);
        Condition condition = Conditions.of(call.headers(), true);
        if (!call.hasBodyInMind()) {
            throw HttpErrors.lengthRequired();
        }
        return call.writeAsAsked(call.contentWrite(path, condition), call.octets())
                .map(answer -> Answers.changed(answer, Face.CONTENT));
    }
}
