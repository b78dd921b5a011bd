package io.metroon.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer, as a value: {@link Dispatcher} writes it. Immutable.
 *
 * @param status the HTTP status
 * @param revision where in history it stands; {@link #NEWEST} for the newest applied when it is written
 * @param headers in order
 * @param payload what follows the headers
 */
public record Response(int status, long revision, List<Header> headers, Payload payload) {
    /** Stands for the newest revision this node has applied when the answer is written. */
    public static final long NEWEST = -1;

    /** The request succeeded. */
    public static final int OK = 200;
    /** A name was made. */
    public static final int CREATED = 201;
    /** Several things were done, or not: the body says which. */
    public static final int MULTI_STATUS = 207;
    /** Done, with nothing to show. */
    public static final int NO_CONTENT = 204;
    /** Part of the content. */
    public static final int PARTIAL_CONTENT = 206;
    /** The same request, at another URL. */
    public static final int TEMPORARY_REDIRECT = 307;
    /** What the client has is current. */
    public static final int NOT_MODIFIED = 304;

    /**
     * A header field.
     *
     * @param name in lower case
     * @param value as it goes on the wire
     */
    public record Header(CharSequence name, CharSequence value) {}

    /** What follows the headers. */
    public sealed interface Payload {}

    /** Nothing. */
    public record Empty() implements Payload {}

    /**
     * Octets in memory, sent with their length.
     *
     * @param octets all of them
     */
    public record Whole(Buffer octets) implements Payload {}

    /**
     * Octets of unknown number, produced as the client takes them.
     *
     * @param source writes them
     */
    public record Streamed(Source source) implements Payload {}

    /**
     * Octets of known number, produced as the client takes them and sent with their length.
     *
     * @param length how many
     * @param source writes them
     */
    public record Measured(long length, Source source) implements Payload {}

    /** Writes a stream with back-pressure. */
    @FunctionalInterface
    public interface Source {
        /**
         * Writes everything, without ending the response; a failed future cuts the answer off, so that no client takes
         * a part for the whole. Runs on the request's event loop.
         */
        Future<Void> writeTo(HttpServerResponse response);
    }

    /** An answer without a body. */
    public static Response empty(int status) {
        return new Response(status, NEWEST, List.of(), new Empty());
    }

    /** An answer with a body in memory. */
    public static Response whole(int status, CharSequence mediaType, Buffer octets) {
        return new Response(
                status, NEWEST, List.of(new Header(HttpHeaders.CONTENT_TYPE, mediaType)), new Whole(octets));
    }

    /** A 200 whose body is produced as the client takes it. */
    public static Response streamed(CharSequence mediaType, Source source) {
        return new Response(OK, NEWEST, List.of(new Header(HttpHeaders.CONTENT_TYPE, mediaType)), new Streamed(source));
    }

    /** An answer whose body, of known length, is produced as the client takes it. */
    public static Response measured(int status, CharSequence mediaType, long length, Source source) {
        List<Header> headers = List.of(new Header(HttpHeaders.CONTENT_TYPE, mediaType));
        return new Response(status, NEWEST, headers, new Measured(length, source));
    }

    /** The same answer at a known revision. */
    public Response at(long newRevision) {
        return new Response(status, newRevision, headers, payload);
    }

    /** The same answer with one more header. */
    public Response with(CharSequence name, CharSequence value) {
        List<Header> more = new ArrayList<>(headers.size() + 1);
        more.addAll(headers);
        more.add(new Header(name, value));
        return new Response(status, revision, more, payload);
    }
}
