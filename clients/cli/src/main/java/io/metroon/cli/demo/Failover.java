package io.metroon.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Kills the leader under load and looks when the next change is acknowledged. */
public final class Failover {
    private static final long WARM_UP_MILLIS = 500;

    private final MetroonClient client;
    private final Path data;

    /** Of a cluster whose processes are this machine's, in this directory. */
    public Failover(MetroonClient client, Path data) {
        this.client = client;
        this.data = data;
    }

    /**
     * The time line, in milliseconds from the kill.
     *
     * @param killed name of the node
     * @param newLeaderMillis when another was first seen leading
     * @param writtenMillis when the first change begun after the kill was acknowledged
     * @param acknowledged changes acknowledged in all
     */
    public record TimeLine(String killed, long newLeaderMillis, long writtenMillis, long acknowledged) {}

    /**
     * Writes in a new directory, one file after the other, and kills the leader meanwhile.
     *
     * @throws IOException when there is no leader, or its process isn't to be found
     */
    public TimeLine run(MetroonPath directory) throws IOException, InterruptedException {
        client.blocking().createDirectory(directory);
        String leader = leader().orElseThrow(() -> new IOException("the cluster has no leader"));
        ProcessHandle process = process(leader);
        Load load = new Load(directory);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<Long> written = CompletableFuture.supplyAsync(load::untilWrittenAfterKill, threads);
            TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
            long killNanos = System.nanoTime();
            load.kill(killNanos, process);
            CompletableFuture<Long> elected = CompletableFuture.supplyAsync(() -> untilOtherLeads(leader), threads);
            return new TimeLine(
                    leader, millis(elected.join() - killNanos), millis(written.join() - killNanos), load.acknowledged);
        } finally {
            threads.shutdown();
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private Optional<String> leader() {
        return client.blocking().cluster().leader();
    }

    private ProcessHandle process(String node) throws IOException {
        JsonNode cluster =
                new ObjectMapper().readTree(data.resolve("cluster.json").toFile());
        for (JsonNode one : cluster.path("nodes")) {
            if (one.path("id").asText().equals(node)) {
                return ProcessHandle.of(one.path("pid").asLong())
                        .orElseThrow(() -> new IOException("node " + node + " does not run"));
            }
        }
        throw new IOException("cluster.json does not name node " + node);
    }

    private long untilOtherLeads(String former) {
        while (true) {
            try {
                if (leader().filter(now -> !now.equals(former)).isPresent()) {
                    return System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (MetroonException nobodyYet) {
                // asked again at once: the client has waited already
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return System.nanoTime();
            }
        }
    }

    /** One file after the other, until one that was begun after the kill is acknowledged. */
    private final class Load {
        private final MetroonPath directory;
        private volatile long killNanos = Long.MAX_VALUE;
        private volatile long acknowledged;

        Load(MetroonPath directory) {
            this.directory = directory;
        }

        void kill(long nowNanos, ProcessHandle process) {
            killNanos = nowNanos;
            process.destroyForcibly(); // SIGKILL
        }

        long untilWrittenAfterKill() {
            for (long number = 0; ; number++) {
                long begun = System.nanoTime();
                client.blocking().createFile(directory.resolve("f" + number));
                acknowledged = number + 1;
                if (killNanos != Long.MAX_VALUE && begun - killNanos > 0) {
                    return System.nanoTime();
                }
            }
        }
    }
}
