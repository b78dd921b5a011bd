package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Writes content by REST and WebDAV at all nodes: large files by processes of {@code curl}, some of which are killed, again
 * and again; small ones once each, as often as it takes. Remembers what each file may be.
 */
final class ContentLoad {
    private static final int LARGE_FILES = 8;
    private static final int ROUNDS = 3;
    private static final int SMALL_WRITERS = 2;
    private static final int SMALL_BYTES_MAX = 200 << 10;
    private static final long WRITE_SECONDS_MAX = 600;

    private final TestCluster cluster;
    private final long seed;
    private final int files;
    private final int largeBytes;
    private final Contents contents = new Contents();
    private final Map<String, Written> large = new TreeMap<>();
    private final CountDownLatch done = new CountDownLatch(1 + SMALL_WRITERS);
    private final AtomicInteger nextFile = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger killed = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Which versions a file may have: the last that was acknowledged, or any whose fate nobody knows. */
    private static final class Written {
        private final List<Integer> unknown = new ArrayList<>();
        private int acknowledged = -1;
    }

    ContentLoad(TestCluster cluster, int mebibytes, int files, long seed) {
        this.cluster = cluster;
        this.seed = seed;
        this.files = files;
        // Odd, so that the last chunk is a short one.
        largeBytes = (int) (((long) mebibytes << 20) / (LARGE_FILES * ROUNDS)) + 12_345;
    }

    void start() {
        run("large", this::writeLarge);
        for (int writer = 0; writer < SMALL_WRITERS; writer++) {
            run("small-" + writer, this::writeSmall);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception | AssertionError e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        done.countDown();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    boolean isDone() {
        return done.getCount() == 0 || failure.get() != null;
    }

    /** Lets the writers go on for a while. */
    void awaitSome(long millis) throws InterruptedException {
        if (done.await(millis, TimeUnit.MILLISECONDS)) {
            requireNoFailure();
        }
    }

    /** Waits for some more acknowledged writes; whether the writers are done. */
    boolean awaitProgress(int writes, Duration atMost) {
        int goal = acknowledged.get() + writes;
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(atMost)
                .until(() -> isDone() || acknowledged.get() >= goal);
        return isDone();
    }

    void finish() throws InterruptedException {
        assertThat(done.await(WRITE_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        requireNoFailure();
    }

    private void requireNoFailure() {
        Throwable first = failure.get();
        if (first != null) {
            throw new AssertionError("a writer failed", first);
        }
    }

    private String url(int number, Random random) {
        String facade = number % 2 == 0 ? "/v1/content/" : "/dav/";
        return cluster.url(1 + random.nextInt(3)) + facade;
    }

    private byte[] large(int file, int version) {
        return Contents.octets(seed + 31L * file + 1_009L * version, largeBytes);
    }

    private byte[] small(int file) {
        Random random = new Random(seed ^ file);
        // One in eight is a chunk of its own.
        int most = file % 8 == 0 ? SMALL_BYTES_MAX : 4 << 10;
        return Contents.octets(random.nextLong(), 1 + random.nextInt(most));
    }

    private void writeLarge() throws Exception {
        Random random = new Random(seed);
        Path source = Files.createTempFile("metroon-large", ".octets");
        try {
            for (int version = 0; version < ROUNDS; version++) {
                for (int file = 0; file < LARGE_FILES; file++) {
                    Files.write(source, large(file, version));
                    writeLarge(file, version, source, random);
                }
            }
        } finally {
            Files.delete(source);
        }
    }

    /** The last round is repeated until it is acknowledged; before, the writer is killed one time in four. */
    private void writeLarge(int file, int version, Path source, Random random) throws Exception {
        Written written = large.computeIfAbsent("large-" + file, made -> new Written());
        boolean last = version == ROUNDS - 1 && file % 2 == 0;
        do {
            int status =
                    curl(url(file + version, random) + "large-" + file, source, last ? 0 : random.nextInt(4), random);
            if (isDone(status)) {
                acknowledged.incrementAndGet();
                written.acknowledged = version;
                return;
            }
            // Also what was refused as unavailable: a retry of what nobody knows is not told apart here.
            unknown.incrementAndGet();
            written.unknown.add(version);
        } while (last);
    }

    private int curl(String url, Path source, int lot, Random random) throws Exception {
        Path told = Files.createTempFile("metroon-curl", ".status");
        try {
            Process process = new ProcessBuilder(
                            "curl",
                            "-s",
                            "-o",
                            "/dev/null",
                            "-w",
                            "%{http_code}",
                            "-m",
                            "60",
                            "-T",
                            source.toString(),
                            url)
                    .redirectOutput(told.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (lot == 1 && !process.waitFor(1 + random.nextInt(400), TimeUnit.MILLISECONDS)) {
                killed.incrementAndGet();
                process.destroyForcibly();
            }
            assertThat(process.waitFor(WRITE_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            String status = Files.readString(told, StandardCharsets.US_ASCII);
            return process.exitValue() == 0 && !status.isEmpty() ? Integer.parseInt(status) : 0;
        } finally {
            Files.delete(told);
        }
    }

    private void writeSmall() throws Exception {
        Random random = new Random(seed + Thread.currentThread().getName().hashCode());
        for (int file = nextFile.getAndIncrement(); file < files; file = nextFile.getAndIncrement()) {
            byte[] octets = small(file);
            while (!put(url(file, random) + "small-" + file, octets)) {
                unknown.incrementAndGet();
                // Nobody may be there just now.
                awaitSome(20);
            }
            acknowledged.incrementAndGet();
        }
    }

    private boolean put(String url, byte[] octets) {
        try {
            return isDone(contents.send("PUT", url, octets).statusCode());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isDone(int status) {
        return status == 200 || status == 201 || status == 204;
    }

    /**
     * Reads every file at some node and requires that it is one of those that it may be, all of it.
     *
     * @return the hashes of all their chunks
     */
    Set<String> requireOldOrNew() throws IOException {
        Set<String> owned = new TreeSet<>();
        for (int file = 0; file < LARGE_FILES; file++) {
            owned.addAll(requireOldOrNew(file));
        }
        for (int file = 0; file < files; file++) {
            byte[] octets = small(file);
            byte[] read = read("small-" + file, file);
            assertThat(Contents.sha256(read)).as("small-%d", file).isEqualTo(Contents.sha256(octets));
            owned.addAll(Contents.chunks(octets));
        }
        return owned;
    }

    private Set<String> requireOldOrNew(int file) throws IOException {
        Written written = Objects.requireNonNull(large.get("large-" + file));
        List<Integer> may = new ArrayList<>(written.unknown);
        byte[] read = read("large-" + file, file);
        if (written.acknowledged < 0 && read.length == 0) {
            return Set.of();
        }
        may.add(written.acknowledged);
        for (int version : may) {
            if (version >= 0 && Contents.sha256(large(file, version)).equals(Contents.sha256(read))) {
                return Contents.chunks(read);
            }
        }
        throw new AssertionError("large-" + file + " has " + read.length + " octets, of none of the versions " + may);
    }

    /** Nothing when there is no such file. */
    private byte[] read(String name, int number) throws IOException {
        String url = cluster.url(1 + number % 3) + "/v1/content/" + name;
        var answer = contents.send("GET", url, new byte[0]);
        assertThat(answer.statusCode()).as(url).isIn(200, 404);
        return answer.statusCode() == 404 ? new byte[0] : answer.body();
    }

    @Override
    public String toString() {
        return acknowledged + " writes acknowledged, " + unknown + " of unknown outcome or refused, " + killed
                + " writers killed";
    }
}
