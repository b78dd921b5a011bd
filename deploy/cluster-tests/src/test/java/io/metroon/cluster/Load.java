package io.metroon.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Clients that change a small tree at random, each one change after the other, and note what they were told. A change that
 * gets no definite answer is sent again with the same key, at any node, until it does: in the end all outcomes are known.
 */
final class Load implements AutoCloseable {
    private static final int DIRECTORIES = 6;
    private static final int FILES = 40;
    private static final long PAUSE_MILLIS = 20;
    private static final long GIVE_UP_SECONDS = 120;

    private final TestCluster cluster;
    private final List<Acknowledged> history = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> clients = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Load(TestCluster cluster) {
        this.cluster = cluster;
    }

    static Load start(TestCluster cluster, int clients, long seed) {
        Load load = new Load(cluster);
        for (int i = 0; i < clients; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> load.run(random), "load-" + i);
            load.clients.add(thread);
            thread.start();
        }
        return load;
    }

    private void run(Random random) {
        try {
            while (stop.getCount() > 0) {
                history.add(untilAnswered(draw(random), random));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private static Change draw(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Change.CreateDirectory(directory(random));
            case 1, 2 -> new Change.Delete(anything(random));
            case 3, 4 -> new Change.Rename(anything(random), anything(random));
            default -> new Change.CreateFile(file(random));
        };
    }

    private static String directory(Random random) {
        String top = "/d" + random.nextInt(DIRECTORIES);
        return random.nextBoolean() ? top : top + "/d" + random.nextInt(DIRECTORIES);
    }

    private static String file(Random random) {
        return directory(random) + "/f" + random.nextInt(FILES);
    }

    private static String anything(Random random) {
        return random.nextInt(4) == 0 ? directory(random) : file(random);
    }

    private Acknowledged untilAnswered(Change change, Random random) throws IOException, InterruptedException {
        String key = UUID.randomUUID().toString();
        long began = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            int node = 1 + random.nextInt(cluster.nodes().size());
            try {
                Http.Answer answer = cluster.http()
                        .send(change.method(), cluster.url(node) + change.target(), change.body(), change.headers(key));
                if (answer.status() < 500) {
                    return new Acknowledged(
                            answer.revision(), change, answer.status(), began, System.nanoTime(), attempt);
                }
            } catch (IOException e) {
                requirePatience(began, change, e);
            }
            requirePatience(began, change, null);
            // A node that is down refuses at once; no need to ask it a thousand times a second.
            pause();
        }
    }

    private static void requirePatience(long began, Change change, @Nullable IOException last) throws IOException {
        if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
            throw new IOException("no answer in " + GIVE_UP_SECONDS + " s to " + change, last);
        }
    }

    private void pause() throws InterruptedException {
        new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How many changes were answered so far. */
    int answered() {
        return history.size();
    }

    /** Lets each client finish its change; what all were told, in the order of revisions. */
    List<Acknowledged> finish() {
        close();
        if (failure.get() != null) {
            throw new AssertionError("a client failed", failure.get());
        }
        List<Acknowledged> all = new ArrayList<>(history);
        all.sort(java.util.Comparator.comparingLong(Acknowledged::revision));
        return all;
    }

    @Override
    public void close() {
        stop.countDown();
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
