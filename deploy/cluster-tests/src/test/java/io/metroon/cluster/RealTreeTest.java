package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a machine has under a system directory, in and out again: {@code -Dmetroon.tree=/usr/share} takes a larger one. Only
 * root may give files to their owners.
 */
@Tag("system")
class RealTreeTest {
    private static final Path CHECKOUT =
            Path.of(System.getProperty("metroon.checkout", "../..")).normalize();
    private static final Path TREE = Path.of(System.getProperty("metroon.tree", "/usr/share/doc"));

    // Not JUnit's: it says a word about each of the thousand links that lead out of the tree.
    private final Path temporary = TestCluster.temporaryDirectory();

    @AfterEach
    void delete() {
        TestCluster.delete(Objects.requireNonNull(temporary.getParent()));
    }

    @Test
    void export_ofAnImportedTree_isTheSameTree() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        try (TestCluster cluster = TestCluster.start(3)) {
            String data = cluster.directory().toString();
            Files.createDirectories(temporary);
            Path exported = temporary.resolve("exported");
            long began = System.nanoTime();
            Launcher.Result in = Launcher.run("import", "--data", data, TREE.toString(), "/tree");
            long imported = System.nanoTime();
            assertThat(in.exit()).as(in.err()).isZero();
            Launcher.Result out = Launcher.run("export", "--data", data, "/tree", exported.toString());
            assertThat(out.exit()).as(out.err()).isZero();
            cluster.awaitEqualDigests();
            String compared = compare(exported);
            Report.line(
                    "import of %s: %d s, export: %d s; %s",
                    TREE,
                    TimeUnit.NANOSECONDS.toSeconds(imported - began),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - imported),
                    compared);
        }
    }

    private String compare(Path exported) throws Exception {
        Path output = temporary.resolve("compared");
        Path absent = Path.of(exported + ".absent");
        Process process = new ProcessBuilder(List.of(
                        CHECKOUT.resolve("deploy/cluster-tests/compare-trees.py")
                                .toString(),
                        // A name for each of several hard links is made a file of its own: there are none in the API
                        // yet.
                        "--ignore",
                        "links",
                        "--below",
                        "/tree",
                        "--absent",
                        (Files.exists(absent) ? absent : Path.of("/dev/null")).toString(),
                        TREE.toString(),
                        exported.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines.get(lines.size() - 1);
    }
}
