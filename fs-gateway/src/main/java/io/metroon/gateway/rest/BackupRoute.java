package io.metroon.gateway.rest;

import io.metroon.gateway.BackupSource;
import io.metroon.gateway.BackupSource.Backup;
import io.metroon.gateway.Call;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * {@code GET /v1/backup}: the whole namespace, with the content of its files unless {@code content=false}, as a stream, taken
 * while it serves. It goes out as fast as the client
 * takes it; if it breaks off, so does the connection, so that no part passes for the whole.
 */
final class BackupRoute {
    private static final String MEDIA_TYPE = "application/octet-stream";

    private final BackupSource source;

    BackupRoute(BackupSource source) {
        this.source = source;
    }

    Resource resource() {
        return Resource.at("/v1/backup").reads(HttpMethod.GET, MEDIA_TYPE, this::backup);
    }

    private Future<Response> backup(Call call) {
        boolean withContent = call.parameters().only(Set.of("content")).flag("content", true);
        if (call.method().equals(HttpMethod.HEAD)) {
            return Future.succeededFuture(Response.empty(Response.OK).with(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE));
        }
        return call.here(source.open(withContent))
                .map(backup -> Response.streamed(MEDIA_TYPE, out -> send(call, backup, out))
                        .with(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName(backup) + '"')
                        .at(backup.revision()));
    }

    private static String fileName(Backup backup) {
        return "metroon-" + backup.revision() + ".backup";
    }

    private static Future<Void> send(Call call, Backup backup, HttpServerResponse out) {
        Promise<Void> sent = Promise.promise();
        sendNext(call, backup, out, sent);
        return sent.future().onComplete(done -> backup.close());
    }

    private static void sendNext(Call call, Backup backup, HttpServerResponse out, Promise<Void> sent) {
        call.here(backup.next()).onFailure(sent::tryFail).onSuccess(piece -> {
            if (piece.length == 0) {
                sent.tryComplete();
            } else {
                // The write completes when the octets have left: one piece is in memory at a time.
                out.write(Buffer.buffer(piece))
                        .onFailure(sent::tryFail)
                        .onSuccess(gone -> sendNext(call, backup, out, sent));
            }
        });
    }
}
