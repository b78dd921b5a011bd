package io.metroon.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bytes of small files, at {@code /v1/content/PATH}. */
final class ContentTest {
    private static final int BYTES_MAX = Limits.DEFAULT.contentBytesMax();
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
        put("/v1/content/alphabet", "abcdefghij");
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static Answer put(String target, String text, String... headers) {
        return metroon.sendOctets("PUT", target, text.getBytes(UTF_8), headers);
    }

    @Test
    void put_createsThenReplaces_keepingTheInode() {
        Answer created = put("/v1/content/twice", "one");
        Answer replaced = put("/v1/content/twice", "three");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo("/v1/content/twice");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().path("inode")).isEqualTo(created.json().path("inode"));
        assertThat(replaced.json().path("size").asInt()).isEqualTo(5);
        assertThat(metroon.send("GET", "/v1/content/twice").text()).isEqualTo("three");
    }

    @Test
    void get_isNeverRunByABrowser() {
        Answer answer = metroon.send("GET", "/v1/content/alphabet");

        assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("content-security-policy")).isEqualTo("sandbox");
    }

    @Test
    void get_ofARange_isPartial() {
        Answer answer = metroon.send("GET", "/v1/content/alphabet", "Range", "bytes=2-4");

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo("cde");
        assertThat(answer.header("content-range")).isEqualTo("bytes 2-4/10");
        assertThat(metroon.send("GET", "/v1/content/alphabet", "Range", "bytes=-3")
                        .text())
                .isEqualTo("hij");
        assertThat(metroon.send("GET", "/v1/content/alphabet", "Range", "bytes=8-")
                        .text())
                .isEqualTo("ij");
    }

    @Test
    void get_ofARangeBeyondTheEnd_tellsTheSize() {
        Answer answer = metroon.send("GET", "/v1/content/alphabet", "Range", "bytes=10-");

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("content-range")).isEqualTo("bytes */10");
    }

    @Test
    void get_ofSeveralRangesOrNonsense_isTheWhole() {
        for (String range : new String[] {"bytes=0-1,3-4", "bytes=4-2", "lines=1-2", "bytes=-"}) {
            assertThat(metroon.send("GET", "/v1/content/alphabet", "Range", range)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void get_ofARangeOfAnotherState_isTheWhole() {
        String tag = metroon.send("GET", "/v1/content/alphabet").header("etag");

        assertThat(metroon.send("GET", "/v1/content/alphabet", "Range", "bytes=0-0", "If-Range", tag)
                        .status())
                .isEqualTo(206);
        assertThat(metroon.send("GET", "/v1/content/alphabet", "Range", "bytes=0-0", "If-Range", "\"1-1\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void itsTag_isChangedByBytesOnly() {
        String tag = put("/v1/content/steady", "x").header("etag");
        metroon.sendJson("PATCH", "/v1/fs/steady", "{\"mode\":\"0600\"}");

        assertThat(metroon.send("GET", "/v1/content/steady", "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        assertThat(put("/v1/content/steady", "y", "If-Match", tag).status()).isEqualTo(200);
        assertThat(put("/v1/content/steady", "z", "If-Match", tag).problem()).isEqualTo("412 ECONDITION");
        assertThat(put("/v1/content/steady", "z", "If-None-Match", "*").problem())
                .isEqualTo("412 EEXIST");
    }

    @Test
    void content_upToTheLimit_isTaken_andNoByteMore() {
        assertThat(metroon.sendOctets("PUT", "/v1/content/brim", new byte[BYTES_MAX])
                        .status())
                .isEqualTo(201);
        assertThat(metroon.send("GET", "/v1/content/brim").octets()).hasSize(BYTES_MAX);

        Answer over = metroon.sendOctets("PUT", "/v1/content/over", new byte[BYTES_MAX + 1]);

        assertThat(over.problem()).isEqualTo("413 EFBIG");
        assertThat(over.json().path("detail").asText()).contains(Integer.toString(BYTES_MAX));
    }

    @Test
    void content_inChunksBeyondTheLimit_isCutOff() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /v1/content/chunks HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n");
            for (int sent = 0; sent <= BYTES_MAX; sent += 0x1000) {
                raw.say("1000\n" + "x".repeat(0x1000) + "\n");
            }
            Answer answer = raw.hear();
            assertThat(answer.problem()).isEqualTo("413 EFBIG");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(raw.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void emptyContent_isContent() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /v1/content/empty HTTP/1.1\nHost: localhost\nContent-Type: application/octet-stream\n\n");
            assertThat(raw.hear().status()).isEqualTo(201);
        }
        Answer empty = metroon.send("GET", "/v1/content/empty");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.header("content-length")).isEqualTo("0");
    }

    @Test
    void contentThatIsElsewhere_isNoData() {
        metroon.sendJson("PUT", "/v1/fs/elsewhere", "{\"size\":1000000}");

        assertThat(metroon.send("GET", "/v1/content/elsewhere").problem()).isEqualTo("409 ENODATA");
    }

    @Test
    void contentOfADirectory_isRefused() {
        metroon.send("PUT", "/v1/fs/folder?type=directory");

        assertThat(metroon.send("GET", "/v1/content/folder").problem()).isEqualTo("409 EISDIR");
        assertThat(put("/v1/content/folder", "x").problem()).isEqualTo("409 EISDIR");
    }

    @Test
    void head_tellsTheLength() {
        assertThat(metroon.send("HEAD", "/v1/content/alphabet").header("content-length"))
                .isEqualTo("10");
    }
}
