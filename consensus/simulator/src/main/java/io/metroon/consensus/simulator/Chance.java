package io.metroon.consensus.simulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Draws from one seeded generator, in the words of the simulator. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        this(new SplittableRandom(seed));
    }

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** A generator of its own, so that what one part draws does not shift what another draws. */
    Chance split() {
        return new Chance(random.split());
    }

    RandomGenerator generator() {
        return random;
    }

    boolean with(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** One of n, the first 0. */
    int below(int n) {
        return random.nextInt(n);
    }

    /** Both ends included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Both ends included. */
    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    /** Between both ends, small ones as likely as large ones. */
    double log(double low, double high) {
        return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
    }

    /** A gap of a Poisson process with this mean. */
    long exponential(double mean) {
        return (long) (-mean * Math.log(1 - random.nextDouble()));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
