package io.metroon.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebDAV requests whose parts are well-formed and whose meaning is not, or is too much. */
final class DavBadInputTest {
    private static final String LOCK = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype>%s</D:lockinfo>";

    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
        metroon.sendOctets("PUT", "/dav/f", "still here".getBytes(UTF_8));
        metroon.send("MKCOL", "/dav/d");
        metroon.sendOctets("PUT", "/dav/d/f", "below".getBytes(UTF_8));
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static void refused(Answer answer, int status, long before) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(metroon.service.revision()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/dav/%", "/dav/%4", "/dav/%zz", "/dav/%00", "/dav/a%2Fb", "/dav/..", "/dav/%2e%2E/x", "/dav//x"
            })
    void aPathThatIsNone_isRefusedByEveryMethod(String path) {
        long before = metroon.service.revision();
        for (String method : new String[] {"GET", "PUT", "MKCOL", "DELETE", "PROPFIND", "PROPPATCH", "COPY", "LOCK"}) {
            try (RawConnection raw = metroon.connect()) {
                raw.say(method + " " + path + " HTTP/1.1\nHost: localhost\nDestination: /dav/x\nContent-Length: 0\n\n");
                refused(raw.hear(), 400, before);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/dav/%, 400",
        "/dav/%2e%2e/x, 400",
        "/dav/a%2Fb, 400",
        "http://elsewhere.example/dav/x, 502",
        "/v1/fs/x, 502",
        "nonsense, 400",
        "http://[, 400",
        "'', 400"
    })
    void aDestinationThatIsNone_isRefused(String destination, int status) {
        for (String method : new String[] {"COPY", "MOVE"}) {
            long before = metroon.service.revision();
            refused(metroon.send(method, "/dav/f", "Destination", destination), status, before);
        }
    }

    @Test
    void aTreeIsNotCopiedOrMovedIntoItself() {
        for (String method : new String[] {"COPY", "MOVE"}) {
            for (String destination : new String[] {"/dav/d/e", "/dav/d", "/dav/d/f/g"}) {
                Answer answer = metroon.send(method, "/dav/d", "Destination", destination);
                assertThat(answer.status()).as(method + " " + destination).isIn(403, 409);
            }
        }
        assertThat(metroon.send("COPY", "/dav/d/f", "Destination", "/dav/d").status())
                .isIn(403, 409);
        assertThat(metroon.send("GET", "/dav/d/f").text()).isEqualTo("below");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999", "-9999999999", "99999999999", "1e9", "0x10", "1.2.3"})
    void aTimeThatIsNone_isRefused(String time) {
        long before = metroon.service.revision();
        refused(metroon.sendOctets("PUT", "/dav/f", new byte[] {1}, "X-OC-Mtime", time), 400, before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Second-99999999999999999999", "Second--1", "Second-x", "x", ",,,", "Infinite, Infinite"})
    void aTimeoutThatIsNone_isTakenForNone(String timeout) {
        Answer locked = metroon.sendOctets("LOCK", "/dav/f", LOCK.formatted("").getBytes(UTF_8), "Timeout", timeout);
        assertThat(locked.status()).as(locked.text()).isEqualTo(200);
        String token = locked.header("lock-token");
        assertThat(metroon.send("UNLOCK", "/dav/f", "Lock-Token", token).status())
                .isEqualTo(204);
    }

    @Test
    void anOwnerThatIsTooLong_isRefused() {
        String owner = "<D:owner>" + "x".repeat(9_000) + "</D:owner>";
        Answer answer =
                metroon.sendOctets("LOCK", "/dav/f", LOCK.formatted(owner).getBytes(UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(metroon.sendOctets("PUT", "/dav/f", "still here".getBytes(UTF_8))
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "nothing", "<urn:uuid:00000000-0000-0000-0000-000000000000>", "<a> <b>"})
    void aTokenThatNobodyHolds_unlocksNothing(String token) {
        Answer answer = metroon.send("UNLOCK", "/dav/f", "Lock-Token", token);
        assertThat(answer.status()).as(answer.text()).isIn(400, 409);
    }

    @Test
    void propertiesThatAreTooLarge_areRefused_andNoneIsKept() {
        String set = "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>%s</D:prop></D:set></D:propertyupdate>";
        String small = "<small xmlns='urn:a'>x</small>";
        for (String large : List.of(
                "<n xmlns='urn:a'>" + "x".repeat(100_000) + "</n>",
                "<" + "n".repeat(100_000) + " xmlns='urn:a'/>",
                "<n xmlns='urn:" + "a".repeat(100_000) + "'/>")) {
            Answer answer = metroon.sendOctets(
                    "PROPPATCH", "/dav/f", set.formatted(small + large).getBytes(UTF_8));
            assertThat(answer.status()).as(answer.text()).isIn(207, 400, 413, 507);
            assertThat(answer.text()).doesNotContain("200 OK");
        }
        String asked = "<D:propfind xmlns:D='DAV:'><D:prop><small xmlns='urn:a'/></D:prop></D:propfind>";
        assertThat(metroon.sendOctets("PROPFIND", "/dav/f", asked.getBytes(UTF_8), "Depth", "0")
                        .text())
                .contains("404 Not Found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-0,2-3",
                "bytes=0-,0-,0-,0-,0-",
                "bytes=5-2",
                "bytes=-",
                "bytes=0-99999999999999999999",
                "bytes=x-y",
                "chars=0-1",
                "bytes"
            })
    void aRangeThatIsNotOne_givesTheWhole(String range) {
        Answer answer = metroon.send("GET", "/dav/f", "Range", range);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("still here");
    }

    @Test
    void aThousandRanges_giveTheWholeOnce() {
        Answer answer = metroon.send("GET", "/dav/f", "Range", "bytes=" + "0-,".repeat(1_000) + "0-");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("still here");
    }

    @Test
    void headersThatAreTooLong_areRefused_andTheConnectionEnds() {
        for (String head : List.of(
                "GET /dav/f HTTP/1.1\nHost: localhost\nIf: " + "(<a>)".repeat(10_000) + "\n\n",
                "GET /dav/f HTTP/1.1\nHost: localhost\n" + "X-A: b\n".repeat(10_000) + "\n")) {
            try (RawConnection raw = metroon.connect()) {
                raw.say(head);
                assertThat(raw.hear().status()).isEqualTo(431);
                assertThat(raw.isClosedByPeer()).isTrue();
            }
        }
        try (RawConnection raw = metroon.connect()) {
            raw.say("PROPFIND /dav/" + "a".repeat(40_000) + " HTTP/1.1\nHost: localhost\n\n");
            assertThat(raw.hear().status()).isEqualTo(414);
        }
    }

    @Test
    void aBodyLongerThanItSays_isTakenUpToThere_andTheRestIsNoRequest() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /dav/longer HTTP/1.1\nHost: localhost\nContent-Length: 3\n\nabcdef\n\n");
            assertThat(raw.hear().status()).isEqualTo(201);
            assertThat(raw.hear().status()).isEqualTo(400);
            assertThat(raw.isClosedByPeer()).isTrue();
        }
        assertThat(metroon.send("GET", "/dav/longer").text()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -1", "Content-Length: x", "Content-Length: 3\nContent-Length: 4"})
    void aLengthThatIsNone_isRefused(String length) {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /dav/unclear HTTP/1.1\nHost: localhost\n" + length + "\n\nabc");
            assertThat(raw.hear().status()).isEqualTo(400);
            assertThat(raw.isClosedByPeer()).isTrue();
        }
        assertThat(metroon.send("GET", "/dav/unclear").status()).isEqualTo(404);
    }

    @Test
    void aLengthBesideChunks_isNotBelieved() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /dav/chunks HTTP/1.1\nHost: localhost\nContent-Length: 3\nTransfer-Encoding: chunked\n\n");
            raw.say("5\nabcde\n0\n\n");
            assertThat(raw.hear().status()).isEqualTo(201);
        }
        assertThat(metroon.send("GET", "/dav/chunks").text()).isEqualTo("abcde");
    }

    @Test
    void aWholeTree_isListed_copiedAndDeleted_inBoundedSteps() {
        metroon.send("MKCOL", "/dav/tree");
        for (int directory = 0; directory < 20; directory++) {
            metroon.send("MKCOL", "/dav/tree/d" + directory);
            List<String> operations = new ArrayList<>();
            for (int file = 0; file < 250; file++) {
                operations.add("{\"op\":\"create\",\"path\":\"/tree/d" + directory + "/f" + file + "\"}");
            }
            metroon.sendJson("POST", "/v1/batch", "{\"operations\":[" + String.join(",", operations) + "]}");
        }
        assertThat(metroon.send("COPY", "/dav/tree", "Destination", "/dav/tree2")
                        .status())
                .isEqualTo(201);
        String all = metroon.send("PROPFIND", "/dav/tree2", "Depth", "infinity").text();
        assertThat(all.split("<D:response>", -1)).hasSize(1 + 5_021);
        long before = metroon.service.revision();
        assertThat(metroon.send("DELETE", "/dav/tree2").status()).isEqualTo(204);
        assertThat(metroon.service.revision()).isEqualTo(before + 1);
        assertThat(metroon.send("PROPFIND", "/dav/tree2", "Depth", "0").status())
                .isEqualTo(404);
    }
}
