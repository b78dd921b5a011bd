package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metroon demo}, whole, on a small tree: the system tests import a large one. */
@Tag("system")
class DemoTest {
    private static final Duration TOUR_MAX = Duration.ofMinutes(3);
    private static final int WRITE_AGAIN_MAX_MILLIS = 2_000;

    @TempDir
    Path tree;

    @Test
    void demo_measuresEveryStationWithinThreeMinutes_andLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 200; i++) {
            Files.writeString(tree.resolve("file-" + i), "content " + i);
        }
        Instant began = Instant.now();

        Launcher.Result tour = Launcher.run("demo", "--tree", tree.toString(), "--seconds", "1");

        assertThat(tour.exit()).as(tour.err()).isZero();
        assertThat(Duration.between(began, Instant.now())).isLessThan(TOUR_MAX);
        String said = tour.out();
        assertThat(found(said, "([\\d,]+) entries, [\\d,]+ a second")).containsExactly("201");
        for (String operation : List.of("create", "rename", "list", "stat")) {
            assertThat(found(said, operation + " +([\\d,]+) a second")).hasSize(1);
        }
        assertThat(found(said, "\\+([\\d,]+) +ms +the next write is acknowledged"))
                .singleElement()
                .satisfies(millis ->
                        assertThat(Integer.parseInt(millis.replace(",", ""))).isLessThan(WRITE_AGAIN_MAX_MILLIS));
        List<String> recovered = found(said, "digest ([0-9a-f]{32}) on all 3 nodes");
        assertThat(recovered).hasSize(1);
        assertThat(found(said, "digest ([0-9a-f]{32}), the same")).isEqualTo(recovered);
        assertThat(found(said, "data in (/\\S+)"))
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(Path.of(directory)).doesNotExist());
    }

    private static List<String> found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
