package io.metroon.gateway.webhdfs;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.HttpErrors.Status;
import io.metroon.gateway.Json;
import io.metroon.gateway.Problem;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.namespace.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as HDFS tells it: by the name of a Java class, from which Hadoop's client decides what its caller sees and
 * whether it turns to another node. Three rules:
 *
 * <ul>
 *   <li>nothing happened, and another node or a later moment may do better: {@code StandbyException}, on which a client
 *       that knows several nodes goes on to the next;
 *   <li>the outcome is unknown: {@code IOException}, which is neither success nor a refusal, and which no client of Hadoop
 *       repeats by itself, since a repeated delete or rename would tell of its own first attempt;
 *   <li>the status is the one that HDFS has for the class, and ours where HDFS has none.
 * </ul>
 */
final class RemoteExceptions {
    /** A class, and the status that goes with it in HDFS; absent where the problem's own is kept. */
    private record JavaClass(String name, @Nullable Status status) {
        String simpleName() {
            return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        }
    }

    private static final JavaClass IO = new JavaClass("java.io.IOException", null);
    private static final JavaClass FORBIDDEN_IO = new JavaClass("java.io.IOException", Status.FORBIDDEN);
    private static final JavaClass ILLEGAL = new JavaClass("java.lang.IllegalArgumentException", Status.BAD_REQUEST);
    private static final JavaClass NOT_FOUND = new JavaClass("java.io.FileNotFoundException", Status.NOT_FOUND);
    private static final JavaClass IN_USE =
            new JavaClass("org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException", Status.FORBIDDEN);
    private static final JavaClass NOT_ALLOWED =
            new JavaClass("org.apache.hadoop.security.AccessControlException", Status.FORBIDDEN);

    private static final Map<String, JavaClass> BY_CODE = Map.ofEntries(
            Map.entry(ErrorCode.EINVAL.name(), ILLEGAL),
            Map.entry(
                    ErrorCode.ENAMETOOLONG.name(),
                    new JavaClass(
                            "org.apache.hadoop.hdfs.protocol.FSLimitException$PathComponentTooLongException",
                            Status.FORBIDDEN)),
            Map.entry(ErrorCode.ENOENT.name(), NOT_FOUND),
            Map.entry(ErrorCode.EISDIR.name(), NOT_FOUND),
            Map.entry(
                    ErrorCode.EEXIST.name(),
                    new JavaClass("org.apache.hadoop.fs.FileAlreadyExistsException", Status.FORBIDDEN)),
            Map.entry(
                    ErrorCode.ENOTEMPTY.name(),
                    new JavaClass("org.apache.hadoop.fs.PathIsNotEmptyDirectoryException", Status.FORBIDDEN)),
            Map.entry(
                    ErrorCode.ENOTDIR.name(),
                    new JavaClass("org.apache.hadoop.fs.ParentNotDirectoryException", Status.FORBIDDEN)),
            Map.entry(ErrorCode.EBUSY.name(), NOT_ALLOWED),
            Map.entry(ErrorCode.EPERM.name(), NOT_ALLOWED),
            Map.entry(ErrorCode.ELOCKED.name(), IN_USE),
            Map.entry(ErrorCode.ECONDITION.name(), IN_USE),
            Map.entry(ErrorCode.ELOOP.name(), FORBIDDEN_IO),
            Map.entry(ErrorCode.EMLINK.name(), FORBIDDEN_IO),
            Map.entry(ErrorCode.ENODATA.name(), FORBIDDEN_IO),
            Map.entry(
                    HttpErrors.UNSUPPORTED,
                    new JavaClass("java.lang.UnsupportedOperationException", Status.BAD_REQUEST)),
            Map.entry("EAGAIN", new JavaClass("org.apache.hadoop.ipc.StandbyException", Status.FORBIDDEN)));

    private RemoteExceptions() {}

    static Response response(Problem problem) {
        JavaClass thrown = classOf(problem);
        int status =
                thrown.status() == null ? problem.status() : thrown.status().number();
        Response response = Response.whole(status, Json.MEDIA_TYPE, Json.document(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("RemoteException");
            json.writeStringField("exception", thrown.simpleName());
            json.writeStringField("javaClassName", thrown.name());
            json.writeStringField("message", problem.detail());
            json.writeEndObject();
            json.writeEndObject();
        }));
        for (Header header : problem.headers()) {
            response = response.with(header.name(), header.value());
        }
        return response;
    }

    private static JavaClass classOf(Problem problem) {
        boolean malformed =
                problem.code().equals(HttpErrors.PROTOCOL) && problem.status() == Status.BAD_REQUEST.number();
        return malformed ? ILLEGAL : BY_CODE.getOrDefault(problem.code(), IO);
    }
}
