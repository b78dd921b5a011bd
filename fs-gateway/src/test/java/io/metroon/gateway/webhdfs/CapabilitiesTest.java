package io.metroon.gateway.webhdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The table of operations, and the document that prints it. */
final class CapabilitiesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "webhdfs.md");

    /** Nothing of the table asks it. */
    private static final class NoCluster implements ClusterView {
        @Override
        public String nodeId() {
            return "n1";
        }

        @Override
        public Set<String> origins() {
            return Set.of();
        }

        @Override
        public CompletionStage<ClusterStatus> status() {
            throw new IllegalStateException("asked for its status");
        }
    }

    private static String line(Capability row) {
        String answered = row.handler() == null ? "no: " + row.reason() : "yes";
        return "| " + row.method() + " | `" + row.name() + "` | " + row.tier() + " | " + answered + " |";
    }

    @Test
    void theDocument_printsEachRow_inTheOrderOfTheTable() throws IOException {
        List<String> rows = new Capabilities(new NoCluster())
                .rows().stream().map(CapabilitiesTest::line).toList();
        List<String> printed = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| (GET|PUT|POST|DELETE) \\| `[A-Z_]+` \\| .*"))
                .toList();

        assertThat(printed).isEqualTo(rows);
    }

    @Test
    void aRow_isAnsweredOrSaysWhyNot_andTierThreeNever() {
        for (Capability row : new Capabilities(new NoCluster()).rows()) {
            assertThat(row.handler() == null)
                    .as(row.name())
                    .isEqualTo(!row.reason().isEmpty());
            assertThat(row.tier() == 3 && row.handler() != null).as(row.name()).isFalse();
        }
    }
}
