package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Json;
import io.metroon.gateway.Response;
import io.metroon.namespace.Reply;
import java.io.IOException;

/** Writes a page of a listing. */
final class ListJson {
    private ListJson() {}

    /** The answer that holds a page. */
    static Response response(Reply.Listed page) {
        return JsonStream.response(
                json -> open(json, page), page.entries(), StatJson::write, json -> close(json, page));
    }

    /** A page as part of another document. */
    static void write(JsonGenerator json, Reply.Listed page) throws IOException {
        open(json, page);
        for (Reply.Entry entry : page.entries()) {
            StatJson.write(json, entry);
        }
        close(json, page);
    }

    private static void open(JsonGenerator json, Reply.Listed page) throws IOException {
        json.writeStartObject();
        Json.writePath(json, "path", page.path());
        json.writeNumberField("revision", page.revision());
        json.writeArrayFieldStart("entries");
    }

    private static void close(JsonGenerator json, Reply.Listed page) throws IOException {
        json.writeEndArray();
        if (page.cursor() != null) {
            json.writeStringField("cursor", page.cursor());
        }
        json.writeEndObject();
    }
}
