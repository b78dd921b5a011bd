package io.metroon.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Figures that a test measured: printed, and kept in {@code target/figures.txt}. */
final class Report {
    private static final Path FILE = Path.of(System.getProperty("metroon.reports", "target"), "figures.txt");

    private Report() {}

    static void line(String format, Object... arguments) {
        String line = String.format(Locale.ROOT, format, arguments);
        System.out.println(line);
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a list for whoever looks into a failure. */
    static void keep(String name, List<?> list) throws IOException {
        Files.write(
                FILE.resolveSibling(name), list.stream().map(String::valueOf).toList());
    }
}
