package io.metroon.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * What a request costs the client's process, with {@code java.net.http} alone and with the Java client, everything
 * included that the latter does. The server is another process, so that its time does not count.
 */
public final class ClientCost {
    private ClientCost() {}

    /**
     * Processor time and rate.
     *
     * @param microsPerRequest processor time of this process
     * @param perSecond requests
     */
    public record Cost(double microsPerRequest, double perSecond) {}

    /** Arguments: requests (default 200,000) and how many in flight (default 64). */
    public static void main(String[] args) throws IOException, InterruptedException {
        int requests = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int inFlight = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        show("java.net.http", ofJdk(requests, inFlight));
        show("Java client", ofClient(requests, inFlight));
    }

    private static void show(String what, Cost cost) {
        System.out.printf(
                Locale.ROOT,
                "%-14s %6.1f us of processor time a request, %,8.0f requests a second%n",
                what,
                cost.microsPerRequest(),
                cost.perSecond());
    }

    /** With {@code java.net.http} on one thread. */
    public static Cost ofJdk(int requests, int inFlight) throws IOException, InterruptedException {
        try (Server server = new Server()) {
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            String prefix = "http://127.0.0.1:" + server.port + "/v1/fs/directory/file";
            return measure(
                    requests,
                    inFlight,
                    i -> http.sendAsync(
                            HttpRequest.newBuilder(URI.create(prefix + i)).build(), BodyHandlers.ofByteArray()));
        }
    }

    /** With the Java client. */
    public static Cost ofClient(int requests, int inFlight) throws IOException, InterruptedException {
        try (Server server = new Server();
                MetroonClient client = MetroonClient.builder()
                        .endpoints("127.0.0.1:" + server.port)
                        .discovery(false)
                        .executor(Runnable::run)
                        .build()) {
            MetroonPath directory = MetroonPath.of("/directory");
            return measure(requests, inFlight, i -> client.stat(directory.resolve("file" + i)));
        }
    }

    /** The first half warms up. */
    private static Cost measure(int requests, int inFlight, IntFunction<CompletableFuture<?>> send)
            throws InterruptedException {
        int half = requests / 2;
        drive(half, inFlight, send);
        long start = System.nanoTime();
        long processor = processorNanos();
        drive(half, inFlight, send);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Cost((processorNanos() - processor) / 1e3 / half, half / seconds);
    }

    private static void drive(int requests, int inFlight, IntFunction<CompletableFuture<?>> send)
            throws InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        CountDownLatch answered = new CountDownLatch(requests);
        for (int i = 0; i < inFlight; i++) {
            next(left, answered, send);
        }
        answered.await();
    }

    private static void next(AtomicInteger left, CountDownLatch answered, IntFunction<CompletableFuture<?>> send) {
        int number = left.decrementAndGet();
        if (number < 0) {
            return;
        }
        CompletableFuture<?> unused = send.apply(number).whenComplete((reply, failure) -> {
            answered.countDown();
            next(left, answered, send);
        });
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** The server's process. */
    private static final class Server implements AutoCloseable {
        private final Process process;
        private final int port;

        Server() throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            // Standard output is for the port alone; logback's own setting would write there.
                            "-Dlogback.configurationFile=io/metroon/node/logback-command.xml",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FixedAnswerServer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null) {
                throw new IOException("the server did not start");
            }
            port = Integer.parseInt(line);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
