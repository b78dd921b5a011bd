package io.metroon.cli.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is mounted on this machine, as the kernel tells it. */
final class MountTable {
    private static final Path TABLE = Path.of("/proc/self/mounts");
    // proc(5): blanks, tabs, line feeds and backslashes are octal.
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private MountTable() {}

    /**
     * The type of what is mounted at a directory; empty when nothing is.
     *
     * @throws IOException when the table can't be read
     */
    static Optional<String> typeAt(Path directory) throws IOException {
        String wanted = directory.toString();
        // The last one is on top of the others.
        return Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 2 && plain(fields[1]).equals(wanted))
                .map(fields -> fields[2])
                .reduce((lower, upper) -> upper);
    }

    private static String plain(String field) {
        return OCTAL.matcher(field)
                .replaceAll(octal -> java.util.regex.Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(octal.group(1), 8))));
    }
}
