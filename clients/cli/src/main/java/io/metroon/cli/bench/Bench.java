package io.metroon.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.cli.ClusterOptions;
import io.metroon.cli.ExitCode;
import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.cli.bench.LoadGenerator.Result;
import io.metroon.cli.bench.Workload.Kind;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}. */
@Command(
        name = "bench",
        description = {
            "Measure operations a second and latency.",
            "A closed loop: each operation in flight is followed by another when it is answered. mix is of ten",
            "operations five stats, two creates, a list of 100 entries, a rename and a delete. Reads are",
            "linearizable. Everything happens in a new directory, which is removed at the end."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Bench implements Callable<Integer> {
    private static final int STOCK = 20_000;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(
            names = "--ops",
            paramLabel = "OP",
            split = ",",
            defaultValue = "create,stat,list,rename,delete,mix",
            description = "What to measure, in order. Default: ${DEFAULT-VALUE}.")
    private List<Kind> kinds;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,16,64,256",
            description = "How many at a time. Default: ${DEFAULT-VALUE}.")
    private List<Integer> levels;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How long each is measured. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seconds before each that do not count. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(
            names = "--batching",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Let concurrent operations share requests, as the Java client does. Default: on.")
    private boolean batching;

    @Option(
            names = "--routing",
            paramLabel = "leader|spread",
            defaultValue = "leader",
            description = "Send to the leader, or to all nodes in turn. Default: ${DEFAULT-VALUE}.")
    private Routing routing;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "To one node, at most. Default: ${DEFAULT-VALUE}.")
    private int connections;

    Bench(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        long failures = 0;
        try (MetroonClient client = client()) {
            Workload workload = new Workload(client, MetroonPath.of("/bench-" + Long.toString(System.nanoTime(), 36)));
            workload.prepare();
            heading();
            LoadGenerator generator = new LoadGenerator(workload);
            for (Kind kind : kinds) {
                for (int level : levels) {
                    failures += measure(workload, generator, kind, level);
                }
            }
            workload.clear();
        }
        return failures == 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /** Completions run where replies arrive: here they take next to nothing, and a hop would cost more. */
    private MetroonClient client() {
        MetroonClient.Builder builder =
                cluster.bulk().routing(routing).connectionsMax(connections).executor(Runnable::run);
        return (batching ? builder : builder.batchedRequestsMax(0)).build();
    }

    private long measure(Workload workload, LoadGenerator generator, Kind kind, int level) throws InterruptedException {
        if (kind == Kind.DELETE || kind == Kind.MIX) {
            workload.stock(STOCK);
        }
        Result result = generator.run(kind, level, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
        show(result);
        terminal.out().flush();
        return result.failures();
    }

    private void heading() {
        print.line(String.format(
                Locale.ROOT,
                "%-7s %9s %10s %9s %9s %9s %9s %9s %7s %11s",
                "OP",
                "IN FLIGHT",
                "OPS/S",
                "P50 MS",
                "P90",
                "P99",
                "P99.9",
                "MAX",
                "FAILED",
                "CLIENT US"));
    }

    private void show(Result result) {
        Histogram micros = result.micros();
        print.json(json -> fill(json, result));
        print.line(String.format(
                Locale.ROOT,
                "%-7s %9d %,10.0f %9.2f %9.2f %9.2f %9.2f %9.2f %7d %11.1f",
                result.kind().name().toLowerCase(Locale.ROOT),
                result.inFlight(),
                result.perSecond(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3,
                result.failures(),
                result.clientMicros()));
    }

    private void fill(ObjectNode json, Result result) {
        json.put("op", result.kind().name().toLowerCase(Locale.ROOT)).put("inFlight", result.inFlight());
        json.put("batching", batching).put("routing", routing.name().toLowerCase(Locale.ROOT));
        json.put("seconds", result.seconds()).put("operations", result.micros().getTotalCount());
        json.put("perSecond", result.perSecond()).put("failures", result.failures());
        ObjectNode micros = json.putObject("micros");
        for (double percentile : PERCENTILES) {
            micros.put(
                    "p" + String.valueOf(percentile).replaceAll("\\.0$", ""),
                    result.micros().getValueAtPercentile(percentile));
        }
        micros.put("max", result.micros().getMaxValue());
        json.put("clientMicrosPerOperation", result.clientMicros());
    }
}
