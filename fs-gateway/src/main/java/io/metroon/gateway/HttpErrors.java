package io.metroon.gateway;

import io.metroon.content.ContentStoreException;
import io.metroon.gateway.Problem.Retry;
import io.metroon.gateway.Response.Header;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.RefusedException;
import io.metroon.namespace.ServiceException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that knows which status an error has. Every façade's errors begin here as a {@link Problem}. */
public final class HttpErrors {
    /** Code of refusals by the protocol rather than by the namespace. */
    public static final String PROTOCOL = "EPROTO";
    /** Code of what a dialect has and the namespace has not. */
    public static final String UNSUPPORTED = "ENOTSUP";

    /** What Vert.x' router calls a request that it cannot read. */
    static final int MALFORMED = 400;
    /** What Vert.x' router calls a request that has no route. */
    static final int ABSENT = 404;
    /** What Vert.x' router calls a handler that threw. */
    static final int BROKEN = 500;

    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);
    private static final List<Header> RETRY_SOON = List.of(new Header(HttpHeaders.RETRY_AFTER, "1"));

    /** Statuses that a façade gives to refusals by rules of its own dialect, and tells inside a body. */
    public enum Status {
        /** Malformed, or nothing that is served here. */
        BAD_REQUEST(400),
        /** What was asked for is not there. */
        NOT_FOUND(404),
        /** Not allowed, whoever asks. */
        FORBIDDEN(403),
        /** Not among the methods of what is there. */
        METHOD_NOT_ALLOWED(405),
        /** Something that should be there before is not. */
        CONFLICT(409),
        /** A condition of the request does not hold. */
        PRECONDITION_FAILED(412),
        /** Locked. */
        LOCKED(423),
        /** Not done, because something else failed. */
        FAILED_DEPENDENCY(424),
        /** On another server. */
        BAD_GATEWAY(502),
        /** No room. */
        INSUFFICIENT_STORAGE(507);

        private final int number;

        Status(int number) {
            this.number = number;
        }

        /** The number, as a status line has it. */
        public int number() {
            return number;
        }

        /** The status line, as a body of RFC 4918 tells it. */
        public String line() {
            return HttpErrors.line(number);
        }
    }

    private HttpErrors() {}

    /** A status line. */
    public static String line(int status) {
        return "HTTP/1.1 " + HttpResponseStatus.valueOf(status);
    }

    /** The failure that a refusal by the service is in a dialect that gives it this status. */
    public static ProblemException refusedAs(Status status, Refusal refusal, long revision) {
        Problem problem = of(refusal);
        return new ProblemException(
                new Problem(
                        status.number, problem.code(), problem.detail(), problem.path(), problem.retry(), List.of()),
                revision);
    }

    /** The same failure, but with another status if it is a refusal with this code. */
    public static Throwable recast(Throwable failure, ErrorCode code, Status status) {
        if (failure instanceof ProblemException refused
                && refused.problem().code().equals(code.name())) {
            Problem problem = refused.problem();
            return new ProblemException(
                    new Problem(
                            status.number,
                            problem.code(),
                            problem.detail(),
                            problem.path(),
                            problem.retry(),
                            problem.headers()),
                    refused.revision());
        }
        return failure;
    }

    /** A refusal by a dialect's own rules. */
    public static ProblemException refusedAs(Status status, String detail) {
        return refused(status.number, PROTOCOL, detail);
    }

    /** The problem that a refusal by the namespace is. */
    public static Problem of(Refusal refusal) {
        int status = refusal.precondition() ? 412 : statusOf(refusal.code());
        boolean full = refusal.code() == ErrorCode.EKEYSFULL;
        String code = full ? "EAGAIN" : refusal.code().name();
        List<Header> headers = full ? RETRY_SOON : List.of();
        return new Problem(status, code, refusal.detail(), refusal.path(), full ? Retry.LATER : Retry.NO, headers);
    }

    /**
     * The failure that a refusal by the service is.
     *
     * @param revision at which the service gave it
     * @param headers what the answer is to carry besides
     */
    public static ProblemException refused(Refusal refusal, long revision, List<Header> headers) {
        Problem problem = of(refusal);
        List<Header> all = new ArrayList<>(problem.headers());
        all.addAll(headers);
        return new ProblemException(
                new Problem(problem.status(), problem.code(), problem.detail(), problem.path(), problem.retry(), all),
                revision);
    }

    /** Where in history a failure stands, or {@link Response#NEWEST}. */
    static long revisionOf(Throwable failure) {
        return failure instanceof ProblemException exception ? exception.revision() : Response.NEWEST;
    }

    private static int statusOf(ErrorCode code) {
        return switch (code) {
            case EINVAL, ENAMETOOLONG -> 400;
            case EPERM -> 403;
            case ENOENT -> 404;
            case EEXIST, ENOTEMPTY, ENOTDIR, EISDIR, EBUSY, ELOOP, EMLINK, ENODATA -> 409;
            case ESTALE -> 410;
            case ECONDITION -> 412;
            case EFBIG, E2BIG -> 413;
            case EKEYREUSED -> 422;
            case ELOCKED -> 423;
            case EKEYSFULL -> 503;
            case ENOSPC -> 507;
        };
    }

    /** The problem that a failure of any kind is; what nobody foresaw is logged here, once. */
    public static Problem of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof ProblemException exception) {
            return exception.problem();
        }
        if (failure instanceof RefusedException exception) {
            return of(exception.refusal());
        }
        if (failure instanceof ServiceException exception) {
            return of(exception.kind(), exception.getMessage());
        }
        if (failure instanceof ContentStoreException exception) {
            return of(exception);
        }
        LOG.error("A request failed in an unforeseen way", failure);
        return problem(500, "EIO", "the node failed to answer; its log says why", Retry.SAME_KEY);
    }

    private static Problem of(ServiceException.Kind kind, @Nullable String message) {
        String detail = message == null ? kind.name() : message;
        return switch (kind) {
            case UNAVAILABLE, OVERLOADED -> new Problem(503, "EAGAIN", detail, null, Retry.LATER, RETRY_SOON);
            case NO_SPACE -> problem(507, ErrorCode.ENOSPC.name(), detail, Retry.LATER);
            case OUTCOME_UNKNOWN -> problem(504, "ETIMEDOUT", detail, Retry.SAME_KEY);
        };
    }

    /**
     * The outcome of a change of the cluster, if it is in force.
     *
     * @throws ProblemException saying whether something happened, and what to do
     */
    public static ClusterOutcome requireDone(ClusterOutcome outcome) {
        String detail = outcome.detail();
        switch (outcome.verdict()) {
            case DONE, ALREADY_SO -> {
                return outcome;
            }
            // No key tells what became of it: the members do, and ?epoch= makes a second attempt harmless.
            case UNKNOWN -> throw new ProblemException(problem(504, "ETIMEDOUT", detail, Retry.NO));
            case TRY_AGAIN -> throw unavailable(detail);
            case EPOCH_CHANGED -> throw preconditionFailed(detail);
            case INVALID -> throw invalid(detail);
            case NO_SUCH_MEMBER -> throw refused(404, ErrorCode.ENOENT.name(), detail);
            case MEMBER_EXISTS -> throw refused(409, ErrorCode.EEXIST.name(), detail);
            case UNSAFE -> throw new ProblemException(problem(409, ErrorCode.EBUSY.name(), detail, Retry.LATER));
        }
        throw new IllegalStateException(detail);
    }

    private static Problem of(ContentStoreException failure) {
        String detail = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case UNAVAILABLE -> new Problem(503, "EAGAIN", detail, null, Retry.LATER, RETRY_SOON);
            case NO_SPACE -> problem(507, ErrorCode.ENOSPC.name(), detail, Retry.NO);
            case MISSING, DAMAGED -> problem(500, "EIO", detail, Retry.LATER);
        };
    }

    /** The problem of a request that the HTTP decoder gave up on. */
    static Problem undecodable(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return problem(414, PROTOCOL, "the request line is too long", Retry.NO);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return problem(431, PROTOCOL, "the header fields are too long", Retry.NO);
        }
        return problem(400, PROTOCOL, "this is not an HTTP request", Retry.NO);
    }

    /** The problem of a request that failed in Vert.x' router, outside any resource. */
    static Problem ofRouter(int status, @Nullable Throwable failure) {
        return switch (status) {
            case MALFORMED -> problem(400, ErrorCode.EINVAL.name(), "the path or the Host is malformed", Retry.NO);
            case ABSENT -> noSuchResource().problem();
            default -> of(failure == null ? new IllegalStateException("status " + status) : failure);
        };
    }

    /** A malformed argument. */
    public static ProblemException invalid(String detail) {
        return refused(400, ErrorCode.EINVAL.name(), detail);
    }

    /** Something that a dialect has and the namespace has not. */
    public static ProblemException unsupported(String detail) {
        return refused(400, UNSUPPORTED, detail);
    }

    /** A path that no resource has. */
    public static ProblemException noSuchResource() {
        return refused(404, "ENOSYS", "there is nothing at this URL; files are under /v1/fs/");
    }

    /** A method that the resource does not have. */
    static ProblemException methodNotAllowed(String method, String allow) {
        List<Header> headers = List.of(new Header(HttpHeaders.ALLOW, allow));
        return new ProblemException(
                new Problem(405, PROTOCOL, method + " is not among " + allow, null, Retry.NO, headers));
    }

    /** No media type that the client accepts. */
    static ProblemException notAcceptable(String mediaType) {
        return refused(406, PROTOCOL, "the answer is " + mediaType + ", which Accept excludes");
    }

    /** A body that took too long to arrive. */
    static ProblemException bodyTooSlow(long seconds) {
        return new ProblemException(
                problem(408, PROTOCOL, "the body did not arrive within " + seconds + " s", Retry.LATER));
    }

    /** A body whose framing is broken, or whose sender went away. */
    static ProblemException bodyBroken() {
        return refused(400, PROTOCOL, "the body ended before its time");
    }

    /** Content of unknown length. */
    public static ProblemException lengthRequired() {
        return refused(411, PROTOCOL, "content needs a Content-Length or chunked transfer coding");
    }

    /** A precondition on a read that does not hold. */
    public static ProblemException preconditionFailed(String detail) {
        return refused(412, ErrorCode.ECONDITION.name(), detail);
    }

    /** A body, or the file that it would make, beyond its bound. */
    public static ProblemException tooLarge(ErrorCode code, long bytesMax) {
        return refused(413, code.name(), "at most " + bytesMax + " bytes are taken here");
    }

    /** More things in one request than it may hold. */
    public static ProblemException tooMany(String what, int most) {
        return refused(413, ErrorCode.E2BIG.name(), "at most " + most + ' ' + what + " in one request");
    }

    /** A body of a type that is not taken here. */
    public static ProblemException unsupportedMediaType(String detail) {
        return refused(415, PROTOCOL, detail);
    }

    /** A range beyond the end. */
    public static ProblemException rangeNotSatisfiable(long size) {
        List<Header> headers = List.of(new Header(HttpHeaders.CONTENT_RANGE, "bytes */" + size));
        return new ProblemException(
                new Problem(416, PROTOCOL, "the content has " + size + " bytes", null, Retry.NO, headers));
    }

    /** An {@code Expect} other than {@code 100-continue}. */
    static ProblemException expectationFailed() {
        return refused(417, PROTOCOL, "the only expectation met here is 100-continue");
    }

    /** A {@code Host} that is not ours: somebody's name was pointed at this address. */
    static ProblemException misdirected(String host) {
        return refused(421, PROTOCOL, "this node does not serve the host \"" + host + "\"");
    }

    /** Too much in flight, or going down; nothing happened. */
    static ProblemException unavailable(String detail) {
        return new ProblemException(new Problem(503, "EAGAIN", detail, null, Retry.LATER, RETRY_SOON));
    }

    /** A node that cannot answer a linearizable read now. */
    public static ProblemException notReady(String detail) {
        return unavailable(detail);
    }

    private static ProblemException refused(int status, String code, String detail) {
        return new ProblemException(problem(status, code, detail, Retry.NO));
    }

    private static Problem problem(int status, String code, String detail, Retry retry) {
        return new Problem(status, code, detail, null, retry, List.of());
    }
}
