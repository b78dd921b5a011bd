package io.metroon.gateway;

import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;

/** Content in the namespace itself as far as it is small, and in a content store beyond. */
final class StoredContent implements ContentService {
    private final NamespaceService service;
    private final ContentConfig config;
    private final HeapBudget incoming;
    private final HeapBudget outgoing;

    StoredContent(NamespaceService service, ContentConfig config) {
        this.service = service;
        this.config = config;
        incoming = new HeapBudget(config.heapBytes());
        outgoing = new HeapBudget(config.heapBytes());
    }

    @Override
    public long bytesMax() {
        return config.fileBytesMax();
    }

    @Override
    public Future<Answer> write(ContentWrite write, ReadStream<Buffer> octets) {
        return new ChunkUpload(service, config, incoming, write, octets, Vertx.currentContext()).start();
    }

    @Override
    public Future<ContentRead> read(FilePath path, ReadMode mode, Duration patience) {
        Context context = Vertx.currentContext();
        return Future.fromCompletionStage(service.query(new Query.GetContent(path), mode, patience), context)
                .map(answer -> content(answer, context));
    }

    private ContentRead content(Answer answer, Context context) {
        if (answer.reply() instanceof Refusal refusal) {
            throw HttpErrors.refused(refusal, answer.revision(), List.of());
        }
        if (answer.reply() instanceof Reply.Chunked file) {
            return new ChunkedRead(file, answer.revision(), service, config.store(), outgoing, context);
        }
        Reply.Content content = (Reply.Content) answer.reply();
        return new InlineRead(content.stat(), answer.revision(), Buffer.buffer(content.bytes()));
    }
}
