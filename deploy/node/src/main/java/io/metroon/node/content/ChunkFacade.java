package io.metroon.node.content;

import io.metroon.content.ChunkDirectory;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.content.Hashes;
import io.metroon.gateway.Call;
import io.metroon.gateway.Facade;
import io.metroon.gateway.HeapBudget;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.metroon.namespace.Chunk;
import io.metroon.namespace.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;

/**
 * {@code /peer/v1/chunks/NAME}: what nodes of one cluster ask each other for chunks. GET gives one, PUT has one kept durably.
 * Internal: it changes with any version, and refuses whoever does not name the cluster.
 */
final class ChunkFacade implements Facade {
    static final String PATH = "/peer/v1/chunks";
    static final String CLUSTER = "metroon-cluster";
    static final String LENGTH = "metroon-chunk-length";
    private static final String MEDIA_TYPE = "application/octet-stream";

    private final ChunkDirectory directory;
    private final String cluster;
    private final HeapBudget budget;

    ChunkFacade(ChunkDirectory directory, String cluster, HeapBudget budget) {
        this.directory = directory;
        this.cluster = cluster;
        this.budget = budget;
    }

    @Override
    public List<Resource> resources() {
        return List.of(Resource.under(PATH)
                .reads(HttpMethod.GET, MEDIA_TYPE, this::get)
                .changes(HttpMethod.PUT, MEDIA_TYPE, this::put));
    }

    private Chunk chunk(Call call) {
        if (!cluster.equals(call.headers().get(CLUSTER))) {
            throw HttpErrors.invalid("only nodes of this cluster ask for chunks");
        }
        try {
            int length = Integer.parseInt(String.valueOf(call.headers().get(LENGTH)));
            Chunk chunk = Chunk.named(call.tail().substring(1), length);
            if (length >= 1 && length <= Chunk.BYTES_MAX) {
                return chunk;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Told below.
        }
        throw HttpErrors.invalid("not the name and the length of a chunk");
    }

    private Future<Response> get(Call call) {
        Chunk chunk = chunk(call);
        reserve();
        return call.beside(() -> directory.readWhole(chunk))
                .onComplete(read -> budget.release(Chunk.BYTES_MAX))
                .map(octets -> Response.whole(Response.OK, MEDIA_TYPE, Buffer.buffer(octets)));
    }

    private Future<Response> put(Call call) {
        Chunk chunk = chunk(call);
        reserve();
        return body(call)
                .compose(body -> call.beside(() -> {
                    keep(chunk, body.getBytes());
                    return Response.empty(Response.NO_CONTENT);
                }))
                .onComplete(done -> budget.release(Chunk.BYTES_MAX));
    }

    private static Future<Buffer> body(Call call) {
        try {
            return call.body(Chunk.BYTES_MAX, ErrorCode.EFBIG);
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    private void keep(Chunk chunk, byte[] octets) throws IOException {
        if (!Hashes.match(chunk, octets)) {
            throw new ContentStoreException(Kind.DAMAGED, "chunk " + chunk + " came damaged");
        }
        directory.write(chunk, octets);
    }

    private void reserve() {
        if (!budget.tryReserve(Chunk.BYTES_MAX)) {
            throw HttpErrors.notReady("this node moves as many chunks as it can already");
        }
    }
}
