package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PinTest {
    private final Tester tester = new Tester();

    private String read(String path, Pin pin) {
        Reply reply =
                tester.namespace.query(new Query.GetContent(path(path)), pin).reply();
        return reply instanceof Reply.Content content
                ? new String(content.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                : ((Refusal) reply).code().name();
    }

    private void letGarbageGo() {
        for (int i = 0; i < 5_000 && tester.namespace.historyRows() > 0; i++) {
            tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
        }
    }

    @Test
    void pins_eachSeeTheirOwnRevision() {
        tester.must(content("/f", "1"));
        try (Pin first = tester.namespace.pin()) {
            tester.must(content("/f", "2"));
            try (Pin second = tester.namespace.pin()) {
                tester.must(delete("/f"), content("/f", "3"), delete("/f"));

                assertThat(read("/f", first)).isEqualTo("1");
                assertThat(read("/f", second)).isEqualTo("2");
                assertThat(tester.exists("/f")).isFalse();
            }
            assertThat(read("/f", first)).isEqualTo("1");
        }
    }

    @Test
    void withNothingPinned_noHistoryIsKept() {
        tester.must(file("/f"), content("/f", "1"), delete("/f"));

        assertThat(tester.namespace.historyRows()).isZero();
    }

    @Test
    void whatWasMadeAfterThePin_leavesNoHistory() {
        try (Pin pin = tester.namespace.pin()) {
            tester.must(directory("/d"));
            long rows = tester.namespace.historyRows();
            tester.must(file("/d/f"), content("/d/f", "1"), delete("/d/f"));

            assertThat(tester.namespace.historyRows()).isEqualTo(rows);
            assertThat(pin.revision()).isZero();
        }
    }

    @Test
    void unpinning_letsHistoryGoInBoundedSteps() {
        for (int i = 0; i < 500; i++) {
            tester.must(file("/f" + i));
        }
        Pin old = tester.namespace.pin();
        for (int i = 0; i < 500; i++) {
            tester.must(delete("/f" + i));
        }
        Pin young = tester.namespace.pin();
        tester.must(file("/g"));
        long kept = tester.namespace.historyRows();
        assertThat(kept).isGreaterThan(1_000);

        old.close();
        tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
        assertThat(tester.namespace.historyRows()).isGreaterThan(kept - 500);
        for (int i = 0; i < 2_000; i++) {
            tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
        }
        assertThat(tester.namespace.historyRows()).isEqualTo(1);
        assertThat(tester.namespace
                        .query(new Query.GetStat(path("/g"), true, false), young)
                        .reply())
                .isInstanceOf(Refusal.class);
        young.close();
        letGarbageGo();
        assertThat(tester.namespace.historyRows()).isZero();
    }

    @Test
    void closingTwice_letsGoOnce() {
        tester.must(content("/f", "1"));
        Pin first = tester.namespace.pin();
        try (Pin second = tester.namespace.pin()) {
            first.close();
            first.close();
            tester.must(content("/f", "2"));
            letGarbageGo();

            assertThat(read("/f", second)).isEqualTo("1");
        }
    }

    @Test
    void refusedCommands_leaveThePinnedViewAlone() {
        tester.must(directory("/d"), file("/d/f"));
        try (Pin pin = tester.namespace.pin()) {
            tester.refused(delete("/d"));
            tester.must(delete("/d/f"));

            Reply reply = tester.namespace
                    .query(new Query.GetPage(path("/d"), 10, null, null), pin)
                    .reply();
            assertThat(((Reply.Listed) reply).entries()).hasSize(1);
        }
    }

    @Test
    void pinOfAStateThatWasReplaced_isStale() throws IOException {
        tester.must(content("/f", "1"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Pin pin = tester.namespace.pin()) {
            tester.namespace.writeSnapshot(pin, out);
            tester.namespace.loadSnapshot(new ByteArrayInputStream(out.toByteArray()));

            assertThat(read("/f", pin)).isEqualTo("ESTALE");
        }
        assertThat(tester.read("/f")).isEqualTo("1");
    }
}
