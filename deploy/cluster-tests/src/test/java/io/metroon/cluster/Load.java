package io.metroon.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Clients that change and read a small tree at random, each one request after the other, and note what they were told. A
 * change that gets no definite answer is sent again with the same key, at any node, until it does: in the end all outcomes
 * are known. A load that gives up stops asking now and then, and asks once more when all is over.
 */
final class Load implements AutoCloseable {
    private static final int DIRECTORIES = 6;
    private static final int FILES = 40;
    private static final long PAUSE_MILLIS = 20;
    private static final long GIVE_UP_SECONDS = 120;

    private final TestCluster cluster;
    private final List<Observed> history = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> clients = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final boolean givesUp;
    private final long thinkMillis;
    private final List<Abandoned> abandoned = Collections.synchronizedList(new ArrayList<>());

    private record Abandoned(Change change, String key, long began, int attempts) {}

    private Load(TestCluster cluster, boolean givesUp, long thinkMillis) {
        this.cluster = cluster;
        this.givesUp = givesUp;
        this.thinkMillis = thinkMillis;
    }

    static Load start(TestCluster cluster, int clients, long seed) {
        return start(new Load(cluster, false, 0), clients, seed);
    }

    /** Clients that may leave a change without an answer. */
    static Load startGivingUp(TestCluster cluster, int clients, long seed) {
        return start(new Load(cluster, true, 0), clients, seed);
    }

    /** Clients that wait a moment between requests, and leave processor time to what happens beside them. */
    static Load startThinking(TestCluster cluster, int clients, long seed, Duration thinkTime) {
        return start(new Load(cluster, false, thinkTime.toMillis()), clients, seed);
    }

    private static Load start(Load load, int clients, long seed) {
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
                untilAnswered(draw(random), UUID.randomUUID().toString(), random);
                think();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** A request of the kind that clients make. */
    static Request draw(Random random) {
        return switch (random.nextInt(10)) {
            case 8 -> new Read.Stat(anything(random));
            case 9 -> new Read.Names(directory(random));
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

    private void untilAnswered(Request request, String key, Random random) throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            if (attempt(request, key, random, began, attempt, false)) {
                return;
            }
            if (givesUp && request instanceof Change change && random.nextInt(3) == 0) {
                abandoned.add(new Abandoned(change, key, began, attempt));
                return;
            }
            // A node that is down refuses at once; no need to ask it a thousand times a second.
            pause();
        }
    }

    /** Asks any node, and notes the answer if there is a definite one. */
    private boolean attempt(Request request, String key, Random random, long began, int attempt, boolean wasAbandoned)
            throws IOException {
        int node = 1 + random.nextInt(cluster.nodes().size());
        try {
            Http.Answer answer = cluster.http()
                    .send(
                            request.method(),
                            cluster.url(node) + request.target(),
                            request.body(),
                            headers(request, key));
            if (answer.status() < 500) {
                history.add(new Observed(
                        request,
                        result(request, answer),
                        answer.revision(),
                        began,
                        System.nanoTime(),
                        attempt,
                        wasAbandoned));
                return true;
            }
        } catch (IOException e) {
            requirePatience(began, request, e);
        }
        requirePatience(began, request, null);
        return false;
    }

    private static Map<String, String> headers(Request request, String key) {
        String patience = "wait=1";
        return request instanceof Change
                ? Map.of("Prefer", patience, "Idempotency-Key", '"' + key + '"')
                : Map.of("Prefer", patience);
    }

    private static Request.Result result(Request request, Http.Answer answer) {
        boolean listed = request instanceof Read.Names && answer.status() == Model.OK;
        List<String> names = listed ? answer.json().findValuesAsText("name") : List.of();
        return new Request.Result(answer.status(), names);
    }

    private static void requirePatience(long began, Request request, @Nullable IOException last) throws IOException {
        if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
            throw new IOException("no answer in " + GIVE_UP_SECONDS + " s to " + request, last);
        }
    }

    private void think() throws InterruptedException {
        boolean unused = stop.await(thinkMillis, TimeUnit.MILLISECONDS);
    }

    private void pause() throws InterruptedException {
        new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How many requests were answered so far. */
    int answered() {
        return history.size();
    }

    /** Lets each client finish its request, and asks again for what was abandoned; what all saw. */
    List<Observed> finish() throws IOException, InterruptedException {
        close();
        if (failure.get() != null) {
            throw new AssertionError("a client failed", failure.get());
        }
        for (Abandoned change : abandoned) {
            while (!attempt(change.change(), change.key(), new Random(), change.began(), change.attempts() + 1, true)) {
                pause();
            }
        }
        return List.copyOf(history);
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
