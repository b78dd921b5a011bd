package io.metroon.consensus.simulator.disk;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A directory twice: as programs see it, and as the platter holds it. Sorted, so that runs repeat. */
final class DirectoryImage implements Image {
    private final Map<String, Image> current = new TreeMap<>();
    private final Map<String, Image> stable = new TreeMap<>();

    Map<String, Image> names() {
        return current;
    }

    Map<String, Image> stableNames() {
        return stable;
    }

    /** Back to what the platter has, here and below. */
    void crash(RandomGenerator random, double kept) {
        current.clear();
        current.putAll(stable);
        for (Image image : current.values()) {
            if (image instanceof DirectoryImage directory) {
                directory.crash(random, kept);
            } else if (image instanceof FileImage file) {
                file.crash(random, kept);
            }
        }
    }

    /** Octets of all files here and below. */
    long bytes() {
        long sum = 0;
        for (Image image : current.values()) {
            if (image instanceof DirectoryImage directory) {
                sum += directory.bytes();
            } else if (image instanceof FileImage file) {
                sum += file.size();
            }
        }
        return sum;
    }
}
