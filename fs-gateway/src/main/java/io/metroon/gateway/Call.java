package io.metroon.gateway;

import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.Limits;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Reply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One request as an {@link Action} sees it, with the service that answers it. Confined to the request's event loop;
 * every future it gives completes there.
 */
public final class Call {
    // Above this, parsing is worth a thread of its own rather than the event loop's time.
    private static final int PARSED_ON_LOOP_BYTES_MAX = 64 << 10;

    private final HttpServerRequest request;
    private final Context context;
    private final Resource resource;
    private final NamespaceService service;
    private final ContentService contents;
    private final GatewayConfig.Bounds bounds;
    private final Duration patience;

    Call(
            HttpServerRequest request,
            Context context,
            Resource resource,
            NamespaceService service,
            ContentService contents,
            GatewayConfig.Bounds bounds,
            Duration patience) {
        this.request = request;
        this.context = context;
        this.resource = resource;
        this.service = service;
        this.contents = contents;
        this.bounds = bounds;
        this.patience = patience;
    }

    /** The method. */
    public HttpMethod method() {
        return request.method();
    }

    /** The header fields. */
    public MultiMap headers() {
        return request.headers();
    }

    /** The raw path after that of the resource, neither decoded nor normalised. */
    public String tail() {
        return request.path().substring(resource.path().length());
    }

    /** The query's parameters. */
    public Parameters parameters() {
        return Parameters.parse(request.query());
    }

    /** The query as it came, absent for none: for a dialect that reads parameters by rules of its own. */
    public @Nullable String rawQuery() {
        return request.query();
    }

    /** The whole URL of this request as its sender knows it, so that an answer can send him there again. */
    public String url() {
        String query = request.query() == null ? "" : '?' + request.query();
        return request.scheme() + "://" + authority() + PercentCoding.legal(request.path() + query);
    }

    private String authority() {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host != null) {
            return host;
        }
        HostAndPort authority = request.authority();
        return authority == null ? "localhost:" + request.localAddress().port() : authority.toString();
    }

    /** The bounds of the service. */
    public Limits limits() {
        return service.limits();
    }

    /** The octets of a metadata request's body. */
    public Future<Buffer> metadataBody() {
        return body(bounds.metadataBytesMax(), ErrorCode.E2BIG);
    }

    /**
     * The octets of the body, up to a bound. Call it before the action returns.
     *
     * @param tooLarge what a longer one is refused with
     */
    public Future<Buffer> body(int bytesMax, ErrorCode tooLarge) {
        if (headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw HttpErrors.unsupportedMediaType("content codings are not taken here");
        }
        return RequestBody.read(request, bytesMax, tooLarge, bounds.bodyWithin(), vertx());
    }

    /** Whether the request announces a body that is not empty. */
    public boolean hasBody() {
        return RequestBody.isAnnounced(request);
    }

    /** Refuses a body that is announced on a request that takes none. */
    public void requireNoBody() {
        if (RequestBody.isAnnounced(request)) {
            throw HttpErrors.invalid(method() + " takes no body here");
        }
    }

    /**
     * Whether the request means to have a body, be it an empty one: it tells the length, or at least the type. HTTP/2
     * always tells where the body ends.
     */
    public boolean hasBodyInMind() {
        return headers().contains(HttpHeaders.CONTENT_LENGTH)
                || headers().contains(HttpHeaders.CONTENT_TYPE)
                || headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.version() == HttpVersion.HTTP_2;
    }

    /** Parses a body: on the event loop when it is short, else beside it. */
    public <T> Future<T> parse(Buffer body, Callable<T> parser) {
        if (body.length() > PARSED_ON_LOOP_BYTES_MAX) {
            return beside(parser);
        }
        try {
            return Future.succeededFuture(parser.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    /** Runs something slow on a worker thread rather than on the event loop. */
    public <T> Future<T> beside(Callable<T> task) {
        return vertx().executeBlocking(task, false);
    }

    /** Asks the service, as freshly as the request says. */
    public Future<Answer> query(Query query) {
        return here(service.query(query, RequestHeaders.readMode(headers()), patience()));
    }

    /**
     * Asks the service several things, as freshly as the request says. The first settles how fresh that is; the others
     * are answered at its revision or later, so they need nobody but this node.
     */
    public Future<Answer> query(List<Query> queries) {
        Duration patience = patience();
        return query(queries.get(0)).compose(first -> {
            ReadMode asFresh = new ReadMode.AtLeast(first.revision());
            List<CompletableFuture<Answer>> answers = new ArrayList<>(queries.size());
            answers.add(CompletableFuture.completedFuture(first));
            for (Query query : queries.subList(1, queries.size())) {
                answers.add(service.query(query, asFresh, patience).toCompletableFuture());
            }
            return here(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)))
                    .map(all -> together(answers));
        });
    }

    private static Answer together(List<CompletableFuture<Answer>> answers) {
        long newest = 0;
        List<Reply.Result> results = new ArrayList<>(answers.size());
        for (CompletableFuture<Answer> answer : answers) {
            newest = Math.max(newest, answer.join().revision());
            results.add(new Reply.Result(answer.join().reply(), false));
        }
        return new Answer(newest, new Reply.Results(results), false);
    }

    /** Asks the service with a freshness and a patience that do not come from the request. */
    public Future<Answer> query(Query query, ReadMode mode, Duration patience) {
        return here(service.query(query, mode, patience));
    }

    /**
     * Has the service decide a command, once for each idempotency key.
     *
     * @param body of the request, which the key stands for together with method, path and query
     */
    public Future<Answer> execute(Command command, Buffer body) {
        return execute(command, body, Guard.NONE);
    }

    /**
     * Has the service decide a command, once for each idempotency key, under a guard and with the locks that {@code
     * Metroon-Lock-Token} names.
     *
     * @param body of the request, which the key stands for together with method, path and query
     * @param guard what the request states besides
     */
    public Future<Answer> execute(Command command, Buffer body, Guard guard) {
        return here(service.execute(guarded(command, guard), idempotencyKey(body), patience()));
    }

    /** The same for a second and later command of one request: the key stands for the first. */
    public Future<Answer> executeNext(Command command, Guard guard) {
        return here(service.execute(guarded(command, guard.tokensOnly()), null, patience()));
    }

    private Command guarded(Command command, Guard guard) {
        return guard.with(RequestHeaders.lockTokens(headers())).around(command);
    }

    /**
     * The octets of the body as a stream, paused: for content. Call it before the action returns.
     *
     * @throws ProblemException when the body announces more than {@link ContentService#bytesMax}, or a coding
     */
    public ReadStream<Buffer> octets() {
        if (headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw HttpErrors.unsupportedMediaType("content codings are not taken here");
        }
        return BodyStream.of(request, vertx(), contents.bytesMax(), bounds.bodyWithin());
    }

    /** A write of content with the patience, the idempotency key and the locks of this request. */
    public ContentWrite contentWrite(FilePath path, Condition condition) {
        boolean keyed = headers().contains(HeaderNames.IDEMPOTENCY_KEY);
        Guard locks = Guard.NONE.with(RequestHeaders.lockTokens(headers()));
        ContentWrite write = ContentWrite.to(path, condition, patience()).under(locks);
        return keyed ? write.keyed(this::keyOf) : write;
    }

    /** Writes the whole content of a file; see {@link ContentService#write}. */
    public Future<Answer> write(ContentWrite write, ReadStream<Buffer> octets) {
        return contents.write(write, octets);
    }

    /** Writes the whole content of a file, or only the part of it that {@code Content-Range} names. */
    public Future<Answer> writeAsAsked(ContentWrite write, ReadStream<Buffer> octets) {
        return headers().contains(HttpHeaders.CONTENT_RANGE)
                ? PartWrite.of(this, write).from(octets)
                : write(write, octets);
    }

    /** Looks a file up to read its content, as freshly as the request says; see {@link ContentService#read}. */
    public Future<ContentRead> read(FilePath path) {
        return read(path, RequestHeaders.readMode(headers()));
    }

    /** Looks a file up to read its content, with a freshness that does not come from the request. */
    public Future<ContentRead> read(FilePath path, ReadMode mode) {
        return contents.read(path, mode, patience());
    }

    private @Nullable IdempotencyKey idempotencyKey(Buffer body) {
        if (!headers().contains(HeaderNames.IDEMPOTENCY_KEY)) {
            return null;
        }
        return keyOf(body.getBytes());
    }

    private IdempotencyKey keyOf(byte[] body) {
        byte[] target = RequestHeaders.octets(method().name() + '\n' + request.uri());
        return RequestHeaders.idempotencyKey(
                String.join(",", headers().getAll(HeaderNames.IDEMPOTENCY_KEY)), target, body);
    }

    /** How long this request waits for the service. */
    public Duration patience() {
        return RequestHeaders.patience(headers(), patience);
    }

    /** Brings a stage, which completes on a thread of the service, to this request's event loop. */
    public <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context);
    }

    private Vertx vertx() {
        return context.owner();
    }

    void requireAcceptable(String mediaType) {
        if (!RequestHeaders.accepts(request.getHeader(HttpHeaders.ACCEPT), mediaType)) {
            throw HttpErrors.notAcceptable(mediaType);
        }
    }

    /** Refuses the three types that a page of another origin can send without the browser asking us first. */
    public void requireNeitherFormNorText() {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return;
        }
        String lower = type.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("text/")
                || lower.startsWith("multipart/form-data")
                || lower.startsWith("application/x-www-form-urlencoded")) {
            throw HttpErrors.unsupportedMediaType(
                    "forms and text are not taken: metadata is application/json, and bytes"
                            + " go to /v1/content/PATH as application/octet-stream");
        }
    }
}
