package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metroon.cluster.Document.Block;
import io.metroon.cluster.Document.When;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of the documents, run as a reader would: each document from top to bottom in an empty home, each block by
 * a shell of its own, which must end with 0 and print what the document shows ({@link Printed}). Only the ports and
 * {@code /tmp} are others, so that nothing outside is touched.
 */
class DocumentsTest {
    static final Path CHECKOUT = Path.of(System.getProperty("metroon.checkout", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final Path LEFT_OUT = Path.of(System.getProperty("metroon.reports", "target"), "left-out.txt");

    @TempDir
    Path temporary;

    static List<Path> files() throws IOException {
        try (Stream<Path> docs = Files.walk(CHECKOUT.resolve("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(CHECKOUT::resolve), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    static List<Document> documents() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (Path file : files()) {
            Document document = Document.read(file);
            documents.add(new Document(CHECKOUT.relativize(file), document.blocks()));
        }
        return documents;
    }

    static List<Document> documentsWithCommands() throws IOException {
        return documents().stream()
                .filter(document -> document.blocks().stream().anyMatch(block -> block.when() == When.ALWAYS))
                .toList();
    }

    /** What {@code mvn verify} names at its end. */
    @BeforeAll
    @AfterAll
    static void saysWhatItLeavesOut() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Document document : documents()) {
            document.blocks().stream()
                    .filter(block -> block.when() != When.ALWAYS)
                    .map(block -> "Left out: " + document.place(block) + ": " + block.why())
                    .forEach(lines::add);
        }
        if (!hasCurl()) {
            lines.add("Left out, for want of curl: all commands of the documents");
        }
        Files.createDirectories(LEFT_OUT.toAbsolutePath().getParent());
        Files.write(LEFT_OUT, lines);
    }

    private static boolean hasCurl() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "curl")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documentsWithCommands")
    void commandsOfTheDocument_doWhatItSays(Document document) throws Exception {
        runAll(document, Set.of(When.ALWAYS));
    }

    @Test
    @Tag("system")
    void commandsThatTakeLong_doWhatTheDocumentsSay() throws Exception {
        for (Document document : documents()) {
            if (document.blocks().stream().anyMatch(block -> block.when() == When.WITH_SYSTEM_TESTS)) {
                runAll(document, Set.of(When.WITH_SYSTEM_TESTS));
            }
        }
    }

    private void runAll(Document document, Set<When> which) throws Exception {
        assumeTrue(hasCurl(), "needs curl");
        try (ReadersHome home = new ReadersHome(
                temporary.resolve("home-of-" + document.file().toString().replace('/', '-')))) {
            for (Block block : document.blocks()) {
                if (which.contains(block.when())) {
                    require(document.place(block), block, home.run(block.commands()));
                }
            }
        }
    }

    private static void require(String place, Block block, Launcher.Result result) {
        assertThat(result.exit())
                .as("exit code of the commands at %s; they printed%n%s%s", place, result.out(), result.err())
                .isZero();
        String shown = block.prints();
        if (shown != null && !new Printed(shown).matches(result.out())) {
            assertThat(result.out()).as("what the commands at %s print", place).isEqualTo(shown);
        }
    }

    @Test
    void threePoints_standForWhatDiffers_andForNothingElse() {
        assertThat(new Printed("a ... c\n...\nend\n").matches("a b c\nx\ny\nend\n"))
                .isTrue();
        assertThat(new Printed("a ... c\n...\nend\n").matches("a b c\nend  \n")).isTrue();
        assertThat(new Printed("a ... c\n").matches("a b d\n")).isFalse();
        assertThat(new Printed("a\n").matches("a\nb\n")).isFalse();
        assertThat(new Printed("a\n...\n").matches("b\n")).isFalse();
    }
}
