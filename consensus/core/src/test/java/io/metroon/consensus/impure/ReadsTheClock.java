package io.metroon.consensus.impure;

import java.util.Random;

/** Everything a core must not do. */
final class ReadsTheClock {
    long now() {
        return System.currentTimeMillis() + System.nanoTime();
    }

    Thread thread() {
        return new Thread(() -> {});
    }

    int chance() {
        return new Random().nextInt();
    }
}
