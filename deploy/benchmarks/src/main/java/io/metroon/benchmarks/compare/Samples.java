package io.metroon.benchmarks.compare;

import java.util.List;

/**
 * One figure of one engine, from several trials.
 *
 * @param values ascending; not empty
 */
record Samples(List<Double> values) {
    Samples {
        values = values.stream().sorted().toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a figure without a trial");
        }
    }

    double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }

    double least() {
        return values.get(0);
    }

    double greatest() {
        return values.get(values.size() - 1);
    }

    double[] toArray() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
