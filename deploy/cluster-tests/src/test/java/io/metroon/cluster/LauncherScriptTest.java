package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell scripts, under shellcheck. */
@Tag("system")
class LauncherScriptTest {
    private static final Path CHECKOUT =
            Path.of(System.getProperty("metroon.checkout", "../..")).normalize();

    @TempDir
    Path temporary;

    @Test
    void shellcheck_ofTheScripts_hasNothingToSay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "needs the package shellcheck");
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(List.of(
                        "shellcheck",
                        CHECKOUT.resolve("deploy/metroon").toString(),
                        CHECKOUT.resolve("deploy/distribution/reproducible.sh").toString(),
                        CHECKOUT.resolve("deploy/benchmarks/mounts.sh").toString(),
                        Program.script("mount/scenarios.sh"),
                        Program.script("webdav/rclone.sh"),
                        Program.script("webdav/cadaver.sh"),
                        Program.script("webdav/davfs2.sh"),
                        Program.script("webdav/gio.sh"),
                        Program.script("webdav/npm.sh"),
                        CHECKOUT.resolve(".ci/run").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
