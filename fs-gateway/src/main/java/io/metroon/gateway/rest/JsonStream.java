package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Json;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A JSON document around a long array. A short one is sent whole; a long one in slices, so that neither memory nor the
 * event loop has to hold all of it at once.
 *
 * @param <T> what the array's elements are made from
 */
final class JsonStream<T> implements Response.Source {
    private static final int SLICE_ELEMENTS = 256;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Json.Piece opening;
    private final List<T> elements;
    private final ElementWriter<T> elementWriter;
    private final Json.Piece closing;

    /** Writes one element. */
    @FunctionalInterface
    interface ElementWriter<T> {
        /** Writes it. */
        void write(JsonGenerator json, T element) throws IOException;
    }

    private JsonStream(Json.Piece opening, List<T> elements, ElementWriter<T> elementWriter, Json.Piece closing) {
        this.opening = opening;
        this.elements = elements;
        this.elementWriter = elementWriter;
        this.closing = closing;
    }

    /**
     * The answer that holds such a document.
     *
     * @param opening everything before the first element
     * @param closing everything after the last
     */
    static <T> Response response(
            Json.Piece opening, List<T> elements, ElementWriter<T> elementWriter, Json.Piece closing) {
        if (elements.size() > SLICE_ELEMENTS) {
            return Response.streamed(Json.MEDIA_TYPE, new JsonStream<>(opening, elements, elementWriter, closing));
        }
        return Response.whole(Response.OK, Json.MEDIA_TYPE, Json.document(json -> {
            opening.writeTo(json);
            for (T element : elements) {
                elementWriter.write(json, element);
            }
            closing.writeTo(json);
        }));
    }

    @Override
    public Future<Void> writeTo(HttpServerResponse response) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            JsonGenerator json = FACTORY.createGenerator(octets);
            opening.writeTo(json);
            return writeFrom(0, json, octets, response);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    /** Writes a slice, and the next when that one has gone out: at most 10,000 elements, so at most 40 deep. */
    private Future<Void> writeFrom(
            int first, JsonGenerator json, ByteArrayOutputStream octets, HttpServerResponse response) {
        boolean last = first + SLICE_ELEMENTS >= elements.size();
        Buffer slice = slice(first, last, json, octets);
        return last
                ? response.write(slice)
                : response.write(slice).compose(sent -> writeFrom(first + SLICE_ELEMENTS, json, octets, response));
    }

    private Buffer slice(int first, boolean last, JsonGenerator json, ByteArrayOutputStream octets) {
        try {
            for (T element : elements.subList(first, Math.min(first + SLICE_ELEMENTS, elements.size()))) {
                elementWriter.write(json, element);
            }
            if (last) {
                closing.writeTo(json);
            }
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        Buffer slice = Buffer.buffer(octets.toByteArray());
        octets.reset();
        return slice;
    }
}
