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
import io.metroon.namespace.Stat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
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
        return OctetCollector.collect(octets).compose(whole -> put(write, whole.getBytes()));
    }

    private Future<Answer> put(ContentWrite write, byte[] octets) {
        if (octets.length > bytesMax()) {
            throw HttpErrors.tooLarge(ErrorCode.EFBIG, bytesMax());
        }
        write.beforeVisible().run();
        Command command = new Command.PutContent(write.path(), octets, write.attributes(), write.condition());
        ContentWrite.Keyed key = write.key();
        return here(
                service.execute(write.guard().around(command), key == null ? null : key.of(octets), write.patience()));
    }

    @Override
    public Future<ContentRead> read(FilePath path, ReadMode mode, Duration patience) {
        return here(service.query(new Query.GetContent(path), mode, patience)).map(answer -> {
            if (answer.reply() instanceof Refusal refusal) {
                throw HttpErrors.refused(refusal, answer.revision(), List.of());
            }
            Reply.Content content = (Reply.Content) answer.reply();
            return new Inline(content.stat(), answer.revision(), Buffer.buffer(content.bytes()));
        });
    }

    private static <T> Future<T> here(CompletionStage<T> stage) {
        Context context = Vertx.currentContext();
        return Future.fromCompletionStage(stage, context);
    }

    private record Inline(Stat stat, long revision, Buffer octets) implements ContentRead {
        @Override
        public Future<Void> writeTo(WriteStream<Buffer> out, long first, long length) {
            return out.write(octets.slice((int) first, (int) (first + length)));
        }
    }
}
