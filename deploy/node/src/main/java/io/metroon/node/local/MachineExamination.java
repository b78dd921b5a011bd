package io.metroon.node.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at what a node needs from its machine.
 *
 * @param data where nodes keep, or would keep, their data
 */
record MachineExamination(Path data) {
    private static final int OPEN_FILES_MIN = 4_096;
    private static final long FREE_BYTES_MIN = 2L << 30;
    private static final long FREE_MEMORY_MIN = 1L << 30;
    private static final int SYNCS = 50;
    private static final double SYNC_MILLIS_MAX = 20;

    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good("java", System.getProperty("java.vm.name") + " " + Runtime.version()));
        openFiles().ifPresent(findings::add);
        memory().ifPresent(findings::add);
        Path existing = nearestExisting(data);
        findings.add(freeSpace(existing));
        findings.add(
                Files.isWritable(existing) ? syncs(existing) : Finding.bad("disk", existing + " can't be written"));
        return findings;
    }

    private static Path nearestExisting(Path path) {
        Path existing = path;
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static Optional<Finding> openFiles() throws IOException {
        return number(Path.of("/proc/self/limits"), "Max open files\\s+(\\d+)")
                .map(limit -> Finding.goodIf(
                        limit >= OPEN_FILES_MIN,
                        "open files",
                        "at most " + limit,
                        "each connection is one: raise it with ulimit -n " + OPEN_FILES_MIN));
    }

    private static Optional<Finding> memory() throws IOException {
        return number(Path.of("/proc/meminfo"), "MemAvailable:\\s+(\\d+)")
                .map(kibibytes -> Finding.goodIf(
                        kibibytes << 10 >= FREE_MEMORY_MIN,
                        "memory",
                        (kibibytes >> 10) + " MiB available",
                        "three nodes take about 1 GiB"));
    }

    private static Optional<Long> number(Path file, String pattern) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static Finding freeSpace(Path directory) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        return Finding.goodIf(
                free >= FREE_BYTES_MIN,
                "disk space",
                (free >> 20) + " MiB free at " + directory,
                "three nodes start with 450 MiB");
    }

    /** Every acknowledged write waits for a sync on a majority of the nodes. */
    private static Finding syncs(Path directory) throws IOException {
        double[] millis = new double[SYNCS];
        Path probe = Files.createTempFile(directory, "metroon-doctor", ".tmp");
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(4_096), 0);
                channel.force(false);
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
        } finally {
            Files.delete(probe);
        }
        Arrays.sort(millis);
        String seen = String.format(
                Locale.ROOT,
                "a sync takes %.2f ms (median), %.2f ms (worst of %d)",
                millis[SYNCS / 2],
                millis[SYNCS - 1],
                SYNCS);
        return Finding.goodIf(millis[SYNCS / 2] <= SYNC_MILLIS_MAX, "disk", seen, "a write takes at least that long");
    }
}
