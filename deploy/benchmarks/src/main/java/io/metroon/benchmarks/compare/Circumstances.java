package io.metroon.benchmarks.compare;

import io.metroon.cli.ProductVersion;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * What a figure is worth nothing without.
 *
 * @param command that gives such figures again
 * @param at when it ran, in UTC
 * @param machine processors and software
 * @param version of Metroon
 */
record Circumstances(String command, String at, String machine, String version) {
    /** Those of this process. */
    static Circumstances now(String command) {
        String at = DateTimeFormatter.ISO_INSTANT.format(
                ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS));
        String machine = Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch") + ", Java " + System.getProperty("java.version");
        return new Circumstances(command, at, machine, ProductVersion.current());
    }
}
