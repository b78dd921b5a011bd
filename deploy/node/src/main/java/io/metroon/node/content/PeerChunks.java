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
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Gives chunks to other nodes and gets chunks from them, over the HTTP port that {@link ChunkFacade} serves. Thread-safe. */
final class PeerChunks {
    private static final int CONNECT_MILLIS = 1_000;
    // A slow disk is no reason to give a chunk up; a majority of quick ones does not wait for it.
    private static final int PATIENCE_SECONDS = 30;
    private static final int CONNECTIONS_MAX = 8;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
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

    /** Has a peer keep a chunk; completes when it is durable there. */
    Future<Void> put(InetSocketAddress peer, Chunk chunk, byte[] octets) {
        return request(HttpMethod.PUT, peer, chunk)
                .compose(request -> request.putHeader("Content-Type", "application/octet-stream")
                        .send(Buffer.buffer(octets)))
                .compose(response -> response.statusCode() == NO_CONTENT
                        ? response.end()
                        : Future.failedFuture(
                                new ContentStoreException(kind(response.statusCode()), says(peer, chunk, response))))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Kind kind(int status) {
        return switch (status) {
            case BUSY -> Kind.UNAVAILABLE;
            case FULL -> Kind.NO_SPACE;
            default -> Kind.MISSING;
        };
    }

    /** A chunk from a peer, checked; fails when it has none or a damaged one. */
    Future<byte[]> get(InetSocketAddress peer, Chunk chunk) {
        return request(HttpMethod.GET, peer, chunk)
                .compose(HttpClientRequest::send)
                .compose(response -> response.statusCode() == OK
                        ? response.body()
                        : Future.failedFuture(new ContentStoreException(Kind.MISSING, says(peer, chunk, response))))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .compose(body -> vertx.executeBlocking(() -> checked(peer, chunk, body.getBytes()), false));
    }

    private static byte[] checked(InetSocketAddress peer, Chunk chunk, byte[] octets) throws ContentStoreException {
        if (!Hashes.match(chunk, octets)) {
            throw new ContentStoreException(Kind.DAMAGED, "chunk " + chunk + " came damaged from " + peer);
        }
        return octets;
    }

    private Future<HttpClientRequest> request(HttpMethod method, InetSocketAddress peer, Chunk chunk) {
        return client.request(method, peer.getPort(), peer.getHostString(), ChunkFacade.PATH + '/' + chunk.name())
                .map(request -> request.putHeader(ChunkFacade.CLUSTER, cluster)
                        .putHeader(ChunkFacade.LENGTH, Integer.toString(chunk.length())));
    }

    private static String says(InetSocketAddress peer, Chunk chunk, HttpClientResponse response) {
        return peer + " says " + response.statusCode() + " about chunk " + chunk;
    }
}
