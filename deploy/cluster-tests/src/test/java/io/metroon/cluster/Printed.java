package io.metroon.cluster;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a document says that a command prints. What differs from run to run is written {@code ...} there: in a line it
 * stands for anything, as a line of its own for any number of lines. All else must be the same, but for blanks at the ends
 * of lines.
 */
final class Printed {
    private static final String ANYTHING = "...";

    private final Pattern expected;

    Printed(String shown) {
        String lines = shown.lines().map(Printed::line).collect(Collectors.joining());
        expected = Pattern.compile(lines);
    }

    private static String line(String line) {
        if (line.strip().equals(ANYTHING)) {
            return "(?:[^\\n]*\\n)*";
        }
        return Stream.of(line.split(Pattern.quote(ANYTHING), -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^\\n]*"))
                + "\\n";
    }

    boolean matches(String printed) {
        List<String> lines = printed.lines().map(String::stripTrailing).toList();
        return expected.matcher(lines.isEmpty() ? "" : String.join("\n", lines) + "\n")
                .matches();
    }
}
