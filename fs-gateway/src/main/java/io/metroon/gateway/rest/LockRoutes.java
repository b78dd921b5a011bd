package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Call;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.RequestHeaders;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.namespace.Command;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.LockState;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/locks/PATH}: the locks that WebDAV has, for those who speak REST. */
final class LockRoutes {
    private static final String PREFIX = "/v1/locks";
    private static final Set<String> MEMBERS = Set.of("exclusive", "depth", "owner", "timeoutSeconds");
    private static final long TIMEOUT_SECONDS_DEFAULT = 60;
    private static final long TIMEOUT_SECONDS_MAX = LockState.TIMEOUT_MILLIS_MAX / 1_000;

    Resource resource() {
        return Resource.under(PREFIX)
                .reads(HttpMethod.GET, Json.MEDIA_TYPE, this::list)
                .changes(HttpMethod.POST, Json.MEDIA_TYPE, this::take)
                .changes(HttpMethod.DELETE, Json.MEDIA_TYPE, this::release);
    }

    private static FilePath path(Call call) {
        call.parameters().only(Set.of());
        return PathDecoder.decode(call.tail()).path();
    }

    private Future<Response> list(Call call) {
        FilePath path = path(call);
        return call.query(new Query.GetLocks(path)).map(answer -> {
            Reply.Locks locks = (Reply.Locks) Answers.accepted(answer);
            return Response.whole(Response.OK, Json.MEDIA_TYPE, Json.document(json -> {
                        json.writeStartObject();
                        Json.writePath(json, "path", path);
                        write(json, "covering", locks.covering());
                        write(json, "below", locks.below());
                        json.writeEndObject();
                    }))
                    .at(answer.revision());
        });
    }

    private static void write(JsonGenerator json, String member, List<LockState> locks) throws IOException {
        json.writeArrayFieldStart(member);
        for (LockState lock : locks) {
            write(json, lock);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, LockState lock) throws IOException {
        json.writeStartObject();
        json.writeStringField("token", lock.token());
        json.writeNumberField("fence", lock.fence());
        Json.writePath(json, "path", lock.path());
        json.writeNumberField("inode", lock.inode());
        json.writeBooleanField("exclusive", lock.exclusive());
        json.writeStringField("depth", lock.infinite() ? "infinity" : "0");
        json.writeStringField("owner", new String(lock.owner(), StandardCharsets.UTF_8));
        json.writeNumberField("timeoutSeconds", lock.timeoutMillis() / 1_000);
        json.writeNumberField("remainingSeconds", lock.remainingMillis() / 1_000);
        json.writeEndObject();
    }

    /** Takes a lock; with the token of one it gives that one its life again. */
    private Future<Response> take(Call call) {
        FilePath path = path(call);
        List<String> tokens = RequestHeaders.lockTokens(call.headers());
        return JsonBodies.read(call).compose(body -> {
            Members members = Members.parse(body.length() == 0 ? Buffer.buffer("{}") : body, MEMBERS);
            Command command = tokens.isEmpty() ? lock(path, members) : refresh(path, tokens, members);
            return call.execute(command, body).map(answer -> response(answer, tokens.isEmpty()));
        });
    }

    private static Command lock(FilePath path, Members members) {
        String owner = members.text("owner");
        return new Command.Lock(
                path,
                "urn:uuid:" + UUID.randomUUID(),
                members.flag("exclusive", true),
                isInfinite(members.text("depth")),
                escaped(owner == null ? "" : owner),
                timeoutMillis(members));
    }

    private static boolean isInfinite(@Nullable String depth) {
        if (depth == null || depth.equals("infinity")) {
            return true;
        }
        if (!depth.equals("0")) {
            throw HttpErrors.invalid("\"depth\" is \"0\" or \"infinity\"");
        }
        return false;
    }

    /** WebDAV shows an owner as XML, so here it is text in XML. */
    private static byte[] escaped(String owner) {
        return owner.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "\ufffd")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long timeoutMillis(Members members) {
        Long seconds = members.count("timeoutSeconds");
        long wanted = seconds == null ? TIMEOUT_SECONDS_DEFAULT : seconds;
        if (wanted < 1 || wanted > TIMEOUT_SECONDS_MAX) {
            throw HttpErrors.invalid("\"timeoutSeconds\" is an integer from 1 to " + TIMEOUT_SECONDS_MAX);
        }
        return wanted * 1_000;
    }

    private static Command refresh(FilePath path, List<String> tokens, Members members) {
        if (tokens.size() != 1 || members.has("exclusive") || members.has("depth") || members.has("owner")) {
            throw HttpErrors.invalid("one lock is prolonged at a time, and nothing but its \"timeoutSeconds\" changes");
        }
        return new Command.RefreshLock(path, tokens.get(0), timeoutMillis(members));
    }

    private static Response response(Answer answer, boolean taken) {
        LockState lock = ((Reply.Locked) Answers.accepted(answer)).lock();
        Response response = Response.whole(
                        taken ? Response.CREATED : Response.OK,
                        Json.MEDIA_TYPE,
                        Json.document(json -> write(json, lock)))
                .with(HeaderNames.LOCK_TOKEN, lock.token())
                .with(HeaderNames.FENCE, Long.toString(lock.fence()));
        return Answers.placed(response, answer);
    }

    private Future<Response> release(Call call) {
        FilePath path = path(call);
        call.requireNoBody();
        List<String> tokens = RequestHeaders.lockTokens(call.headers());
        if (tokens.size() != 1) {
            throw HttpErrors.invalid("Metroon-Lock-Token says which lock to release, one at a time");
        }
        return call.execute(new Command.Unlock(path, tokens.get(0)), Buffer.buffer())
                .map(answer -> Answers.changed(answer, Answers.Face.ATTRIBUTES));
    }
}
