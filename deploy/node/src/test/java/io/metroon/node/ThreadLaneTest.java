package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why nothing closes the log's file under it: an interrupt of the thread that writes would. */
class ThreadLaneTest {
    @Test
    void anInterrupt_reachesNoTask(@TempDir Path directory) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (FileChannel file = FileChannel.open(
                        directory.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ThreadLane lane = new ThreadLane("lane", failure::set)) {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            lane.execute(() -> thread.complete(Thread.currentThread()));
            // Nobody but this test, by way of a task of its own, ever holds the lane's thread.
            Thread waiting = thread.get();
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            lane.execute(() -> interrupted.complete(Thread.currentThread().isInterrupted()));
            assertThat(interrupted.get()).isFalse();
            CompletableFuture<Integer> written = new CompletableFuture<>();
            lane.execute(() -> {
                try {
                    written.complete(file.write(ByteBuffer.allocate(8)));
                    file.force(true);
                } catch (IOException e) {
                    written.completeExceptionally(e);
                }
            });
            assertThat(written.get()).isEqualTo(8);
            assertThat(file.isOpen()).isTrue();
            assertThat(failure.get()).isNull();
        }
    }
}
