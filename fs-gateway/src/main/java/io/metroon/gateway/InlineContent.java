package io.metroon.gateway;

import io.metroon.namespace.Command;
import io.metroon.namespace.ErrorCode;
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
import java.util.concurrent.CompletionStage;

/** Content that the namespace itself keeps: whole in one command, so as small as that has to be. */
final class InlineContent implements ContentService {
    private final NamespaceService service;

    InlineContent(NamespaceService service) {
        this.service = service;
    }

    @Override
    public long bytesMax() {
        return service.limits().contentBytesMax();
    }

    @Override
    public Future<Answer> write(ContentWrite write, ReadStream<Buffer> octets) {
        Future<Buffer> stream = OctetCollector.collect(octets);
        return parts(Buffer.buffer(), write.begins())
                .compose(before -> stream.map(before::appendBuffer))
                .compose(taken -> parts(taken, write.ends()))
                .compose(whole -> put(write, whole.getBytes()));
    }

    private Future<Buffer> parts(Buffer before, List<ContentWrite.Part> parts) {
        Future<Buffer> all = Future.succeededFuture(before);
        for (ContentWrite.Part part : parts) {
            all = all.compose(octets -> part.content().get().map(content -> {
                int length = (int) (part.to() - part.from());
                Buffer longer = octets.appendBuffer(((InlineRead) content).octets(), (int) part.from(), length);
                if (longer.length() > bytesMax()) {
                    throw HttpErrors.tooLarge(ErrorCode.EFBIG, bytesMax());
                }
                return longer;
            }));
        }
        return all;
    }

    private Future<Answer> put(ContentWrite write, byte[] octets) {
        if (octets.length > bytesMax()) {
            throw HttpErrors.tooLarge(ErrorCode.EFBIG, bytesMax());
        }
        write.beforeVisible().run();
        Command command = new Command.PutContent(write.path(), octets, write.attributes(), write.condition());
        ContentWrite.Keyed key = write.key();
        return here(service.execute(write.step(command), key == null ? null : key.of(octets), write.patience()))
                .map(write::ofWriting);
    }

    @Override
    public Future<ContentRead> read(FilePath path, ReadMode mode, Duration patience) {
        return here(service.query(new Query.GetContent(path), mode, patience)).map(answer -> {
            if (answer.reply() instanceof Refusal refusal) {
                throw HttpErrors.refused(refusal, answer.revision(), List.of());
            }
            Reply.Content content = (Reply.Content) answer.reply();
            return new InlineRead(content.stat(), answer.revision(), Buffer.buffer(content.bytes()));
        });
    }

    private static <T> Future<T> here(CompletionStage<T> stage) {
        Context context = Vertx.currentContext();
        return Future.fromCompletionStage(stage, context);
    }
}
