package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.gateway.Call;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.Problem;
import io.metroon.gateway.ProblemJson;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.namespace.Command;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/batch}: many operations in one request, each decided alone. With a change among them they are one
 * entry of the log, at one revision; reads alone need no entry, and are answered as freshly as the request asks.
 */
final class BatchRoutes {
    private static final Set<String> MEMBERS = Set.of("operations");
    // What one answer may hold: a page of the largest size, or some megabytes of content.
    private static final int ENTRIES_LISTED_MAX = FileRoutes.PAGE_ENTRIES_MAX;
    private static final int CONTENTS_READ_MAX = 100;

    Resource resource() {
        return Resource.at("/v1/batch").changes(HttpMethod.POST, Json.MEDIA_TYPE, this::batch);
    }

    private Future<Response> batch(Call call) {
        call.parameters().only(Set.of());
        return JsonBodies.read(call)
                .compose(body -> call.parse(
                                body, () -> items(body, call.limits().batchItemsMax()))
                        .compose(items -> decide(call, items, body))
                        .map(BatchRoutes::response));
    }

    private static Future<Answer> decide(Call call, List<Command.Keyed> items, Buffer body) {
        List<Query> queries = new ArrayList<>();
        for (Command.Keyed item : items) {
            if (item.operation() instanceof Query query) {
                queries.add(query);
            }
        }
        return queries.size() == items.size() ? call.query(queries) : call.execute(new Command.Batch(items), body);
    }

    private static List<Command.Keyed> items(Buffer body, int itemsMax) {
        JsonNode operations = Members.parse(body, MEMBERS).value("operations");
        if (operations == null || !operations.isArray() || operations.isEmpty()) {
            throw HttpErrors.invalid("\"operations\" must be an array of at least one operation");
        }
        if (operations.size() > itemsMax) {
            throw HttpErrors.tooMany("operations", itemsMax);
        }
        List<Command.Keyed> items = new ArrayList<>(operations.size());
        for (JsonNode operation : operations) {
            items.add(OperationJson.parse(operation, "operation " + items.size()));
        }
        requireBoundedAnswer(items);
        return items;
    }

    private static void requireBoundedAnswer(List<Command.Keyed> items) {
        long entries = 0;
        long contents = 0;
        for (Command.Keyed item : items) {
            entries += item.operation() instanceof Query.GetPage page ? page.limit() : 0;
            contents += item.operation() instanceof Query.GetContent ? 1 : 0;
        }
        if (entries > ENTRIES_LISTED_MAX) {
            throw HttpErrors.tooMany("entries listed", ENTRIES_LISTED_MAX);
        }
        if (contents > CONTENTS_READ_MAX) {
            throw HttpErrors.tooMany("contents read", CONTENTS_READ_MAX);
        }
    }

    private static Response response(Answer answer) {
        List<Reply.Result> results = ((Reply.Results) Answers.accepted(answer)).items();
        Response response = JsonStream.response(json -> open(json, answer), results, BatchRoutes::write, json -> {
            json.writeEndArray();
            json.writeEndObject();
        });
        return Answers.placed(response, answer);
    }

    private static void open(JsonGenerator json, Answer answer) throws IOException {
        json.writeStartObject();
        json.writeNumberField("revision", answer.revision());
        json.writeArrayFieldStart("results");
    }

    private static void write(JsonGenerator json, Reply.Result result) throws IOException {
        json.writeStartObject();
        Refusal refusal = refusal(result.reply());
        if (refusal != null) {
            Problem problem = HttpErrors.of(refusal);
            json.writeNumberField("status", problem.status());
            json.writeFieldName("problem");
            ProblemJson.write(json, problem);
        } else {
            writeSuccess(json, result.reply());
        }
        if (result.replayed()) {
            json.writeBooleanField("replayed", true);
        }
        json.writeEndObject();
    }

    /** What an answer is refused with; content that only a stream holds is more than one answer among many carries. */
    private static @Nullable Refusal refusal(Reply reply) {
        if (reply instanceof Reply.Chunked chunked) {
            FilePath path = chunked.stat().path();
            return new Refusal(
                    ErrorCode.EFBIG, path + ": too large for a batch; GET /v1/content/PATH streams it", path);
        }
        return reply instanceof Refusal refusal ? refusal : null;
    }

    private static void writeSuccess(JsonGenerator json, Reply reply) throws IOException {
        if (reply instanceof Reply.Stated stated) {
            json.writeNumberField("status", stated.created() ? Response.CREATED : Response.OK);
            json.writeFieldName("stat");
            StatJson.write(json, stated.stat());
        } else if (reply instanceof Reply.Listed page) {
            json.writeNumberField("status", Response.OK);
            json.writeFieldName("list");
            ListJson.write(json, page);
        } else if (reply instanceof Reply.Content content) {
            json.writeNumberField("status", Response.OK);
            json.writeFieldName("stat");
            StatJson.write(json, content.stat());
            json.writeStringField("content", StatJson.base64(content.bytes()));
        } else {
            json.writeNumberField("status", Response.NO_CONTENT);
        }
    }
}
