package io.metroon.cli.bench;

import io.metroon.cli.bench.Workload.Kind;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A few seconds of load, for the demo. */
public final class ShortBench {
    private static final int IN_FLIGHT = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private ShortBench() {}

    /** Operations a second by kind, each measured for so long. */
    public static Map<String, Double> run(MetroonClient client, Duration each) throws InterruptedException {
        Workload workload = new Workload(client, MetroonPath.of("/bench"));
        workload.prepare();
        LoadGenerator generator = new LoadGenerator(workload);
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Kind kind : List.of(Kind.CREATE, Kind.RENAME, Kind.LIST, Kind.STAT)) {
            double rate = generator.run(kind, IN_FLIGHT, WARM_UP, each).perSecond();
            rates.put(kind.name().toLowerCase(Locale.ROOT), rate);
        }
        workload.clear();
        return rates;
    }
}
