package io.metroon.node.content;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.content.Hashes;
import io.metroon.namespace.Chunk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Gives chunks to other nodes and gets chunks from them, over the HTTP port that {@link ChunkFacade} serves. Failures are
 * {@link ContentStoreException}: MISSING or DAMAGED only when the peer itself said so, UNAVAILABLE when nobody knows.
 * Thread-safe.
 */
final class PeerChunks {
    private static final int CONNECT_MILLIS = 1_000;
    // A slow disk is no reason to give a chunk up; a majority of quick ones does not wait for it.
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final int CONNECTIONS_MAX = 8;
    private static final int RETRIES = 40;
    private static final long RETRY_MILLIS = 100;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_SOUND = 500;
    private static final int BUSY = 503;
    private static final int FULL = 507;

    private final Vertx vertx;
    private final String cluster;
    private final HttpClient client;

    PeerChunks(Vertx vertx, String cluster) {
        this.vertx = vertx;
        this.cluster = cluster;
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
    }

    /** Has a peer keep a chunk; completes when it is durable there. One that is busy says so at once, and is asked again. */
    Future<Void> put(InetSocketAddress peer, Chunk chunk, byte[] octets) {
        return put(peer, chunk, octets, RETRIES);
    }

    private Future<Void> put(InetSocketAddress peer, Chunk chunk, byte[] octets, int retries) {
        return exchange(HttpMethod.PUT, peer, chunk, Buffer.buffer(octets)).compose(response -> {
            if (response.statusCode() == BUSY && retries > 0) {
                return vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                        .compose(later -> put(peer, chunk, octets, retries - 1));
            }
            return response.statusCode() == NO_CONTENT
                    ? Future.succeededFuture()
                    : Future.failedFuture(refusal(peer, chunk, response));
        });
    }

    /** A chunk from a peer, checked. */
    Future<byte[]> get(InetSocketAddress peer, Chunk chunk) {
        return get(peer, chunk, RETRIES);
    }

    private Future<byte[]> get(InetSocketAddress peer, Chunk chunk, int retries) {
        return exchange(HttpMethod.GET, peer, chunk, Buffer.buffer()).compose(response -> {
            if (response.statusCode() == BUSY && retries > 0) {
                return vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS).compose(later -> get(peer, chunk, retries - 1));
            }
            return response.statusCode() == OK
                    ? vertx.executeBlocking(() -> checked(peer, chunk, response.body()), false)
                    : Future.failedFuture(refusal(peer, chunk, response));
        });
    }

    private static byte[] checked(InetSocketAddress peer, Chunk chunk, Buffer body) throws ContentStoreException {
        byte[] octets = body.getBytes();
        if (!Hashes.match(chunk, octets)) {
            throw new ContentStoreException(Kind.DAMAGED, "chunk " + chunk + " came damaged from " + peer);
        }
        return octets;
    }

    /** What a peer answered, all of it. */
    private record Answer(int statusCode, Buffer body) {}

    // Vert.x ends the request, and lets go of its octets, when nothing moves for so long.
    private Future<Answer> exchange(HttpMethod method, InetSocketAddress peer, Chunk chunk, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(peer.getHostString())
                .setPort(peer.getPort())
                .setURI(ChunkFacade.PATH + '/' + chunk.name())
                .setConnectTimeout(PATIENCE_MILLIS) // with the wait for one of the connections
                .setIdleTimeout(PATIENCE_MILLIS)
                .putHeader(ChunkFacade.CLUSTER, cluster)
                .putHeader(ChunkFacade.LENGTH, Integer.toString(chunk.length()));
        return client.request(options)
                .compose(request -> send(request, body))
                .compose(PeerChunks::whole)
                .recover(failure -> Future.failedFuture(new ContentStoreException(
                        Kind.UNAVAILABLE, "no answer of " + peer + " about chunk " + chunk, failure)));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return body.length() == 0
                ? request.send()
                : request.putHeader("Content-Type", "application/octet-stream").send(body);
    }

    private static Future<Answer> whole(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body));
    }

    private static ContentStoreException refusal(InetSocketAddress peer, Chunk chunk, Answer answer) {
        Kind kind = switch (answer.statusCode()) {
            case NOT_SOUND -> Kind.MISSING;
            case FULL -> Kind.NO_SPACE;
            default -> Kind.UNAVAILABLE;
        };
        return new ContentStoreException(kind, peer + " says " + answer.statusCode() + " about chunk " + chunk);
    }
}
