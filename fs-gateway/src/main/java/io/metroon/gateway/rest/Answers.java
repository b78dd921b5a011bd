package io.metroon.gateway.rest;

import io.metroon.gateway.Conditions;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.PercentCoding;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Turns what the service answered into HTTP. A replayed answer is the same as the first, but for one header. */
final class Answers {
    /** Which of an entry's two faces an answer shows: its attributes, or its bytes. */
    enum Face {
        /** {@code /v1/fs}, tagged by version. */
        ATTRIBUTES("/v1/fs", false),
        /** {@code /v1/content}, tagged by content version. */
        CONTENT("/v1/content", true);

        private final String prefix;
        private final boolean content;

        Face(String prefix, boolean content) {
            this.prefix = prefix;
            this.content = content;
        }

        /** Path under which the face is served. */
        String prefix() {
            return prefix;
        }

        /** Whether its entity tags are about bytes only. */
        boolean isContent() {
            return content;
        }

        /** The entity tag of an entry seen this way. */
        String tag(Stat stat) {
            return Conditions.entityTag(stat, content);
        }
    }

    private static final List<Header> REPLAYED = List.of(new Header(HeaderNames.IDEMPOTENCY_REPLAYED, "true"));

    private Answers() {}

    /** The reply, unless it is a refusal, which is thrown. */
    static Reply accepted(Answer answer) {
        if (answer.reply() instanceof Refusal refusal) {
            throw HttpErrors.refused(refusal, answer.revision(), answer.replayed() ? REPLAYED : List.of());
        }
        return answer.reply();
    }

    /** The answer to a change: a stat, 201 when a name was made, or nothing. */
    static Response changed(Answer answer, Face face) {
        Response response = accepted(answer) instanceof Reply.Stated stated
                ? stated(stated, face)
                : Response.empty(Response.NO_CONTENT);
        return placed(response, answer);
    }

    /** Says where in history an answer stands, and whether it was given before. */
    static Response placed(Response response, Answer answer) {
        Response placed = response.at(answer.revision());
        return answer.replayed() ? placed.with(HeaderNames.IDEMPOTENCY_REPLAYED, "true") : placed;
    }

    private static Response stated(Reply.Stated stated, Face face) {
        Response response = stat(stated.created() ? Response.CREATED : Response.OK, stated.stat(), face);
        return stated.created()
                ? response.with(
                        HttpHeaders.LOCATION,
                        face.prefix() + PercentCoding.encode(stated.stat().path()))
                : response;
    }

    /** A stat with its entity tag. */
    static Response stat(int status, Stat stat, Face face) {
        return Response.whole(status, Json.MEDIA_TYPE, Json.document(json -> StatJson.write(json, stat)))
                .with(HttpHeaders.ETAG, face.tag(stat));
    }

    /** Tells the client that what it has is current. */
    static Response notModified(Stat stat, Face face) {
        return Response.empty(Response.NOT_MODIFIED).with(HttpHeaders.ETAG, face.tag(stat));
    }
}
