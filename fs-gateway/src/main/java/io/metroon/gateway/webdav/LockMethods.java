package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.HeaderNames;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.RequestHeaders;
import io.metroon.gateway.Response;
import io.metroon.namespace.Command;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.LockState;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** LOCK and UNLOCK (RFC 4918, 9.10 and 9.11). */
final class LockMethods {
    private static final long TIMEOUT_MILLIS_DEFAULT = 30 * 60_000L;
    private static final Pattern SECONDS = Pattern.compile("(?i)Second-(\\d{1,10})");

    private LockMethods() {}

    /** Takes a lock, or without a body gives one its life again. */
    static Future<Response> lock(Call call) {
        FilePath path = PathDecoder.decode(call.tail()).path();
        Guard guard = Requests.guard(call, path);
        long timeoutMillis = timeoutMillis(call.headers().get("Timeout"));
        boolean infinite = Depth.zeroOrInfinity(call.headers()) == Depth.INFINITY;
        return call.body(XmlReader.BYTES_MAX, ErrorCode.E2BIG).compose(body -> {
            if (body.length() == 0) {
                return refresh(call, path, guard, timeoutMillis);
            }
            return call.parse(body, () -> command(path, infinite, timeoutMillis, body))
                    .compose(command -> call.execute(command, body, guard))
                    .map(answer -> {
                        Reply.Locked locked = (Reply.Locked) Answers.made(answer);
                        return response(locked, answer)
                                .with("Lock-Token", '<' + locked.lock().token() + '>');
                    });
        });
    }

    /** RFC 4918, 10.7: the first of the offers that means something; no lock is for ever here. */
    private static long timeoutMillis(@Nullable String header) {
        for (String offer : header == null ? new String[0] : header.split(",", -1)) {
            Matcher seconds = SECONDS.matcher(offer.strip());
            if (offer.strip().equalsIgnoreCase("Infinite")) {
                return LockState.TIMEOUT_MILLIS_MAX;
            }
            if (seconds.matches()) {
                long millis = Long.parseLong(seconds.group(1)) * 1_000;
                return Math.max(LockState.TIMEOUT_MILLIS_MIN, Math.min(LockState.TIMEOUT_MILLIS_MAX, millis));
            }
        }
        return TIMEOUT_MILLIS_DEFAULT;
    }

    private static Command command(FilePath path, boolean infinite, long timeoutMillis, Buffer body) {
        XmlElement root = XmlReader.read(body);
        if (!root.name().equals(PropertyName.dav("lockinfo"))) {
            throw HttpErrors.invalid("the body of LOCK is DAV:lockinfo");
        }
        XmlElement scope = root.child("lockscope").orElseThrow(LockMethods::incomplete);
        XmlElement type = root.child("locktype").orElseThrow(LockMethods::incomplete);
        boolean exclusive = scope.child("exclusive").isPresent();
        if (exclusive == scope.child("shared").isPresent()
                || type.child("write").isEmpty()) {
            throw incomplete();
        }
        byte[] owner = root.child("owner")
                .map(element -> XmlOutput.standalone(element.children()))
                .orElse(new byte[0]);
        return new Command.Lock(path, "urn:uuid:" + UUID.randomUUID(), exclusive, infinite, owner, timeoutMillis);
    }

    private static RuntimeException incomplete() {
        return HttpErrors.invalid("DAV:lockinfo holds a DAV:lockscope, exclusive or shared, and a DAV:locktype, write");
    }

    private static Future<Response> refresh(Call call, FilePath path, Guard guard, long timeoutMillis) {
        List<String> tokens = guard.tokens();
        if (tokens.isEmpty()) {
            throw HttpErrors.invalid("LOCK without a body prolongs the lock that If names");
        }
        // The condition is the command's own: the lock covers the path.
        Command command = new Command.RefreshLock(path, tokens.get(0), timeoutMillis);
        return call.execute(command, Buffer.buffer(), guard)
                .map(answer -> response((Reply.Locked) Answers.found(answer), answer));
    }

    private static Response response(Reply.Locked locked, Answer answer) {
        XmlOutput out = new XmlOutput().root("prop").start("lockdiscovery");
        ActiveLock.write(locked.lock(), out);
        Response response = Response.whole(
                        locked.created() ? Response.CREATED : Response.OK,
                        XmlOutput.MEDIA_TYPE,
                        out.end().end().endDocument().take())
                .with(HeaderNames.FENCE, Long.toString(locked.lock().fence()));
        return Requests.placed(response, answer);
    }

    static Future<Response> unlock(Call call) {
        FilePath path = PathDecoder.decode(call.tail()).path();
        call.requireNoBody();
        String token = call.headers().get("Lock-Token");
        if (token == null) {
            throw HttpErrors.invalid("UNLOCK needs a Lock-Token");
        }
        Command command = new Command.Unlock(path, RequestHeaders.lockToken(token));
        return call.execute(command, Buffer.buffer(), Requests.guard(call, path))
                .map(answer -> {
                    Answers.found(answer);
                    return Requests.placed(Response.empty(Response.NO_CONTENT), answer);
                });
    }
}
