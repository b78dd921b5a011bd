package io.metroon.consensus.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case does what its file says; {@code -Dcases.rewrite} writes down what it does now. */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theClusterDoesWhatIsWritten(Path file) throws IOException {
        String actual = Script.parse(Files.readAllLines(file)).run();
        if (System.getProperty("cases.rewrite") != null) {
            Files.writeString(file, actual);
        }
        assertThat(Files.readString(file)).isEqualTo(actual);
    }
}
