package io.metroon.benchmarks.compare;

import io.metroon.consensus.epoch.EpochConfig.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All that was measured. */
final class Figures {
    private final Map<Measure, Map<Engine, List<Double>>> values = new EnumMap<>(Measure.class);
    private final List<TimeLine> timeLines = new ArrayList<>();

    /** Adds what one trial gave. */
    void add(Measure measure, Engine engine, double value) {
        values.computeIfAbsent(measure, none -> new EnumMap<>(Engine.class))
                .computeIfAbsent(engine, none -> new ArrayList<>())
                .add(value);
    }

    /** Adds a picture. */
    void add(TimeLine line) {
        timeLines.add(line);
    }

    /** What was measured under both engines, in the order of {@link Measure}. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        values.forEach((measure, of) -> {
            List<Double> paxos = of.get(Engine.PAXOS);
            List<Double> raft = of.get(Engine.RAFT);
            if (paxos != null && raft != null) {
                rows.add(new Row(measure, new Samples(paxos), new Samples(raft)));
            }
        });
        return rows;
    }

    List<TimeLine> timeLines() {
        return List.copyOf(timeLines);
    }
}
