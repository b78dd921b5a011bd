package io.metroon.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
    @TempDir
    Path temporary;

    /** As when a command is interrupted while it starts a cluster: what stops the cluster then comes from another thread. */
    @Test
    void aSecondThread_waitsForTheFirst() throws Exception {
        ClusterDirectory directory = ClusterDirectory.of(temporary);
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread first = worker(directory, () -> {
            mayEnd.await(60, TimeUnit.SECONDS);
            done.add("first");
        });
        Awaitility.await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
        Thread second = worker(directory, () -> done.add("second"));
        Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
        mayEnd.countDown();
        first.join(60_000);
        second.join(60_000);
        assertThat(done).containsExactly("first", "second");
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Thread worker(ClusterDirectory directory, Work work) {
        Thread thread = new Thread(() -> {
            try {
                directory.whileLocked(() -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return true;
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }
}
