package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the table "Bugs that others shipped" of docs/protocol.md, so that it can't name what isn't there. */
class BugTableTest {
    private static final Path CHECKOUT = Path.of("../..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| B(\\d+) \\| [^|]+ \\| (.+) \\|$");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern MUTANT = Pattern.compile("[A-Z]+(_[A-Z]+)+");
    private static final Pattern SITUATION = Pattern.compile("\"[^\"]+\"");
    private static final int BUGS = 31;

    private static Map<Integer, String> rows() throws IOException {
        String text = Files.readString(CHECKOUT.resolve("docs/protocol.md"));
        Map<Integer, String> rows = new TreeMap<>();
        for (Matcher row = ROW.matcher(text); row.find(); ) {
            rows.put(Integer.valueOf(row.group(1)), row.group(2));
        }
        return rows;
    }

    private static List<String> evidence(String row) {
        List<String> named = new ArrayList<>();
        for (Matcher quoted = QUOTED.matcher(row); quoted.find(); ) {
            named.add(quoted.group(1));
        }
        return named;
    }

    /** All sources by the name of their file without its ending; files of one name together. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(CHECKOUT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .collect(Collectors.toMap(BugTableTest::name, BugTableTest::read, String::concat));
        }
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".java".length());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyBug_hasARow_thatNamesEvidence() throws IOException {
        Map<Integer, String> rows = rows();
        assertThat(rows.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, BUGS).boxed().toList());
        assertThat(rows.values()).allSatisfy(row -> assertThat(evidence(row)).isNotEmpty());
    }

    @Test
    void allThatIsNamed_exists() throws IOException {
        Map<String, String> sources = sources();
        String situations = String.join("", sources.values());
        for (Map.Entry<Integer, String> row : rows().entrySet()) {
            for (String named : evidence(row.getValue())) {
                assertThat(exists(named, sources, situations))
                        .as("B%d names %s", row.getKey(), named)
                        .isTrue();
            }
        }
    }

    private static boolean exists(String named, Map<String, String> sources, String everything) {
        if (SITUATION.matcher(named).matches()) {
            // Noted by the fault or the observer that brings it about, whatever that call is named.
            return Pattern.compile("\\w\\(" + Pattern.quote(named))
                    .matcher(everything)
                    .find();
        }
        if (MUTANT.matcher(named).matches()) {
            return sources.getOrDefault("Mutant", "").contains(named + "(");
        }
        int dot = named.indexOf('.');
        String source = sources.getOrDefault(dot < 0 ? named : named.substring(0, dot), "");
        Pattern member = Pattern.compile("\\b" + Pattern.quote(dot < 0 ? named : named.substring(dot + 1)) + "\\b");
        return member.matcher(source).find();
    }
}
