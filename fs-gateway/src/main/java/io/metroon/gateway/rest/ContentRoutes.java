package io.metroon.gateway.rest;

import io.metroon.gateway.Call;
import io.metroon.gateway.Conditions;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.gateway.rest.Answers.Face;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** {@code /v1/content/PATH}: the bytes of small files, kept in the namespace itself. */
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
        return call.query(new Query.GetContent(path)).map(answer -> read(answer, condition, call.headers()));
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

    private static Response read(Answer answer, Condition condition, MultiMap headers) {
        Reply.Content content = (Reply.Content) Answers.accepted(answer);
        Response response = switch (Conditions.evaluate(condition, content.stat(), true)) {
            case PROCEED -> bytes(content, headers);
            case NOT_MODIFIED -> Answers.notModified(content.stat(), Face.CONTENT);
            case FAILED -> throw HttpErrors.preconditionFailed("the content is another, or changed");
        };
        return response.at(answer.revision());
    }

    private static Response bytes(Reply.Content content, MultiMap headers) {
        Buffer octets = Buffer.buffer(content.bytes());
        String tag = Face.CONTENT.tag(content.stat());
        String ifRange = headers.get(HeaderNames.IF_RANGE);
        boolean ranged = ifRange == null || ifRange.strip().equals(tag);
        ByteRange range = ranged ? ByteRange.parse(headers.get(HeaderNames.RANGE), octets.length()) : null;
        Response response = range == null
                ? Response.whole(Response.OK, MEDIA_TYPE, octets)
                : Response.whole(Response.PARTIAL_CONTENT, MEDIA_TYPE, octets.slice(range.first(), range.last() + 1))
                        .with(
                                HttpHeaders.CONTENT_RANGE,
                                "bytes " + range.first() + '-' + range.last() + '/' + octets.length());
        // A stored page must not run in the origin of the gateway.
        return response.with(HttpHeaders.ETAG, tag)
                .with(HttpHeaders.ACCEPT_RANGES, "bytes")
                .with(HeaderNames.CONTENT_TYPE_OPTIONS, "nosniff")
                .with(HeaderNames.CONTENT_SECURITY_POLICY, "sandbox");
    }

    private Future<Response> write(Call call) {
        FilePath path = file(call);
        Condition condition = Conditions.of(call.headers(), true);
        if (!call.hasBodyInMind()) {
            throw HttpErrors.lengthRequired();
        }
        if (call.headers().contains(HttpHeaders.CONTENT_RANGE)) {
            throw HttpErrors.invalid("content is written as a whole, without Content-Range");
        }
        return call.body(call.limits().contentBytesMax(), ErrorCode.EFBIG).compose(body -> {
            Command command = new Command.PutContent(path, body.getBytes(), Attributes.NONE, condition);
            return call.execute(command, body).map(answer -> Answers.changed(answer, Face.CONTENT));
        });
    }
}
