package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Directories in pages, at {@code /v1/fs/PATH?list}. */
final class ListTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
        metroon.send("PUT", "/v1/fs/d?type=directory");
        for (String name : List.of("b", "a", "%FF", "c.txt", "%C3%A9")) {
            metroon.send("PUT", "/v1/fs/d/" + name);
        }
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("entries")
                .forEach(entry -> names.add(
                        entry.has("name")
                                ? entry.path("name").asText()
                                : entry.path("nameBytes").asText()));
        return names;
    }

    @Test
    void list_showsNamesInByteOrderWithAttributesAndNoCursorAtTheEnd() {
        JsonNode page = metroon.send("GET", "/v1/fs/d?list").json();

        assertThat(page.path("path").asText()).isEqualTo("/d");
        assertThat(page.path("revision").asLong()).isPositive();
        assertThat(names(page)).containsExactly("a", "b", "c.txt", "\u00e9", "%FF");
        assertThat(page.path("entries").get(0).path("type").asText()).isEqualTo("file");
        assertThat(page.path("entries").get(0).has("path")).isFalse();
        assertThat(page.has("cursor")).isFalse();
    }

    @Test
    void pages_allShowTheRevisionOfTheFirst() {
        JsonNode first = metroon.send("GET", "/v1/fs/d/?list&limit=2").json();
        metroon.send("PUT", "/v1/fs/d/bb");
        String cursor = first.path("cursor").asText();
        JsonNode second =
                metroon.send("GET", "/v1/fs/d/?list&limit=2&cursor=" + cursor).json();
        metroon.send("DELETE", "/v1/fs/d/bb");

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(names(second)).containsExactly("c.txt", "\u00e9");
        assertThat(second.path("revision")).isEqualTo(first.path("revision"));
    }

    @Test
    void glob_choosesNames() {
        assertThat(names(metroon.send("GET", "/v1/fs/d?list&glob=*.txt").json()))
                .containsExactly("c.txt");
    }

    @Test
    void list_ofAFile_isRefused() {
        assertThat(metroon.send("GET", "/v1/fs/d/a?list").problem()).isEqualTo("409 ENOTDIR");
    }

    @Test
    void aLongPage_isStreamedAndComplete() {
        metroon.send("PUT", "/v1/fs/long?type=directory");
        for (int start = 0; start < 3_000; start += 1_000) {
            StringBuilder batch = new StringBuilder("{\"operations\":[");
            for (int at = start; at < start + 1_000; at++) {
                batch.append(at == start ? "" : ",")
                        .append("{\"op\":\"create\",\"path\":\"/long/f")
                        .append(10_000 + at)
                        .append("\"}");
            }
            metroon.sendJson("POST", "/v1/batch", batch.append("]}").toString());
        }

        Answer answer = metroon.send("GET", "/v1/fs/long?list&limit=10000");

        assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
        List<String> names = names(answer.json());
        assertThat(names).hasSize(3_000).isSorted();
        assertThat(names.get(2_999)).isEqualTo("f12999");
        assertThat(metroon.send("HEAD", "/v1/fs/long?list&limit=10000").octets())
                .isEmpty();
    }

    @Test
    void list_takesNoConditionsAndNoForeignCursor() {
        assertThat(metroon.send("GET", "/v1/fs/d?list", "If-Match", "*").problem())
                .isEqualTo("400 EINVAL");
        assertThat(metroon.send("GET", "/v1/fs/d?list&cursor=AAAA").status()).isIn(400, 410);
    }
}
