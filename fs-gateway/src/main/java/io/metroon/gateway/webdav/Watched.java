package io.metroon.gateway.webdav;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream whose pieces somebody else sees too, on their way. */
final class Watched implements ReadStream<Buffer> {
    private final ReadStream<Buffer> octets;
    private final Consumer<Buffer> watcher;

    Watched(ReadStream<Buffer> octets, Consumer<Buffer> watcher) {
        this.octets = octets;
        this.watcher = watcher;
    }

    @Override
    public Watched handler(@Nullable Handler<Buffer> handler) {
        octets.handler(
                handler == null
                        ? null
                        : piece -> {
                            watcher.accept(piece);
                            handler.handle(piece);
                        });
        return this;
    }

    @Override
    public Watched endHandler(@Nullable Handler<Void> handler) {
        octets.endHandler(handler);
        return this;
    }

    @Override
    public Watched exceptionHandler(@Nullable Handler<Throwable> handler) {
        octets.exceptionHandler(handler);
        return this;
    }

    @Override
    public Watched pause() {
        octets.pause();
        return this;
    }

    @Override
    public Watched resume() {
        octets.resume();
        return this;
    }

    @Override
    public Watched fetch(long amount) {
        octets.fetch(amount);
        return this;
    }
}
