package io.metroon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load generator measures, and leaves nothing behind. */
class BenchTest {
    @TempDir
    private Path home;

    private CommandLineTester metroon;

    @BeforeEach
    void start() {
        metroon = new CommandLineTester(home);
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    @Test
    void everyKind_isMeasuredAtEveryLevel_withoutAFailure() {
        int code = metroon.run(
                "bench", "--in-flight", "1,8", "--seconds", "1", "--warm-up", "0", "--ops", "create,stat,rename,mix");
        assertThat(code).as(metroon.out() + metroon.err()).isZero();
        assertThat(metroon.out().lines()).hasSize(9);
        assertThat(metroon.out()).contains("create ", "stat ", "rename ", "mix ", "P99.9");
        assertThat(metroon.cluster().tree().size()).isZero();
    }

    @Test
    void json_hasPercentiles_andTellsTheSettings() {
        assertThat(metroon.run(
                        "bench",
                        "--json",
                        "--ops",
                        "list,delete",
                        "--in-flight",
                        "4",
                        "--seconds",
                        "1",
                        "--warm-up",
                        "0",
                        "--no-batching",
                        "--routing",
                        "spread"))
                .isZero();
        assertThat(metroon.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"p50\":", "\"p99.9\":", "\"batching\":false", "\"routing\":\"spread\""));
    }

    @Test
    void demo_withoutALauncher_saysWhatIsMissing() {
        assertThat(metroon.runWith(Map.of(), "demo")).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("METROON_LAUNCHER").hasLineCount(1);
    }
}
