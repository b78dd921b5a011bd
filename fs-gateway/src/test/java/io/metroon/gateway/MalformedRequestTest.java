package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request, it gets the right code, and the node goes on as if nothing had been. */
final class MalformedRequestTest {
    private static final String CLOSED = "closed";
    private static final int CONTENT_OVER = (64 << 10) + 1;
    private static final int METADATA_OVER = (8 << 20) + 1;

    private static RunningGateway metroon;
    private static Answer witness;

    /**
     * A request and what it deserves.
     *
     * @param what is wrong with it
     * @param octets what is said, Latin-1, line feeds standing for CR LF
     * @param deserved status and code, or that the connection closes
     */
    private record Case(String what, String octets, String deserved) {
        @Override
        public String toString() {
            return what + " → " + deserved;
        }
    }

    @BeforeAll
    static void start() {
        GatewayConfig.Bounds patient = GatewayConfig.Bounds.DEFAULT;
        GatewayConfig.Bounds hasty = new GatewayConfig.Bounds(
                patient.metadataBytesMax(),
                patient.requestsInFlightMax(),
                patient.requestLineBytesMax(),
                patient.headerBytesMax(),
                Duration.ofMillis(300),
                Duration.ofMillis(900),
                patient.drainWithin(),
                patient.patience());
        metroon = new RunningGateway(
                new GatewayConfig("0.1.0-test", "127.0.0.1", 0, 1, hasty, GatewayConfig.Origins.DEFAULT));
        metroon.sendOctets(
                "PUT", "/v1/content/witness", "still here".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        witness = metroon.send("GET", "/v1/fs/witness");
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    @ParameterizedTest
    @MethodSource({"paths", "queries", "json", "types", "methods", "headers", "lengths", "notHttp", "slow"})
    void aMalformedRequest_getsWhatItDeserves_andDisturbsNothing(Case wrong) {
        try (RawConnection raw = metroon.connect()) {
            raw.say(wrong.octets());
            if (wrong.deserved().equals(CLOSED)) {
                assertThat(raw.isClosedByPeer()).isTrue();
            } else {
                Answer answer = raw.hear();
                assertThat(answer.problem()).isEqualTo(wrong.deserved());
                assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
                assertThat(answer.header("metroon-revision")).isNotEmpty();
            }
        }
        Answer after = metroon.send("GET", "/v1/fs/witness");
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.text()).isEqualTo(witness.text());
        assertThat(metroon.send("GET", "/v1/content/witness").text()).isEqualTo("still here");
    }

    private static String request(String method, String target, String... lines) {
        String headers = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
        return method + " " + target + " HTTP/1.1\nHost: localhost\n" + headers + "\n";
    }

    private static String json(String method, String target, String body) {
        return request(method, target, "Content-Type: application/json", "Content-Length: " + body.length()) + body;
    }

    private static Case get(String what, String target, String deserved) {
        return new Case(what, request("GET", target), deserved);
    }

    private static Case header(String what, String line, String deserved) {
        return new Case(what, request("GET", "/v1/fs/witness", line), deserved);
    }

    private static Case patch(String what, String body, String deserved) {
        return new Case(what, json("PATCH", "/v1/fs/witness", body), deserved);
    }

    private static Case rename(String what, String body) {
        return new Case("rename " + what, json("POST", "/v1/rename", body), "400 EINVAL");
    }

    private static Case batch(String what, String body) {
        return new Case("batch " + what, json("POST", "/v1/batch", body), "400 EINVAL");
    }

    static List<Case> paths() {
        List<Case> cases = new ArrayList<>();
        for (String path : new String[] {
            "%2F",
            "a%2Fb",
            "a%2fb",
            "%00",
            "a%00b",
            ".",
            "..",
            "a/../b",
            "a/./b",
            "%2e%2e/b",
            "%2E",
            "a/%2e.",
            "/a",
            "a//b",
            "a//",
            "%",
            "%4",
            "a%4",
            "%zz",
            "%+1",
            "%%30",
            "witness/.."
        }) {
            cases.add(get("path " + path, "/v1/fs/" + path, "400 EINVAL"));
        }
        cases.add(get("a name of 256", "/v1/fs/" + "n".repeat(256), "400 ENAMETOOLONG"));
        cases.add(get("an encoded name of 256", "/v1/fs/" + "%41".repeat(256), "400 ENAMETOOLONG"));
        cases.add(get("a path of 4,100", "/v1/fs" + ("/" + "n".repeat(204)).repeat(20), "400 ENAMETOOLONG"));
        cases.add(get("1,025 names", "/v1/fs" + "/n".repeat(1_025), "400 ENAMETOOLONG"));
        cases.add(get("content with an encoded slash", "/v1/content/%2F", "400 EINVAL"));
        cases.add(get("content of a directory", "/v1/content/witness/", "400 EINVAL"));
        cases.add(get("dots that leave the prefix", "/v1/fs/../cluster", "400 EINVAL"));
        cases.add(get("capitals", "/V1/fs", "404 ENOSYS"));
        cases.add(get("a longer prefix", "/v1/fsx", "404 ENOSYS"));
        cases.add(get("an encoded prefix", "/v1%2Ffs", "404 ENOSYS"));
        cases.add(get("two slashes before", "//v1/fs", "404 ENOSYS"));
        cases.add(get("nothing there", "/", "404 ENOSYS"));
        cases.add(get("a verb that does not exist yet", "/v1/link", "404 ENOSYS"));
        cases.add(get("a path without a slash", "v1/fs", "404 ENOSYS"));
        return cases;
    }

    static List<Case> queries() {
        List<Case> cases = new ArrayList<>();
        for (String query : new String[] {
            "unknown=1",
            "list&limit=0",
            "list&limit=10001",
            "list&limit=abc",
            "list&limit=-1",
            "list&limit=5&limit=6",
            "limit=5",
            "list&cursor=%2F",
            "list&cursor=",
            "follow=maybe",
            "list&follow=true",
            "list&glob=%FF",
            "%",
            "list=maybe",
            "&",
            "dry-run=true"
        }) {
            cases.add(get("query " + query, "/v1/fs/witness?" + query, "400 EINVAL"));
        }
        for (String query : new String[] {
            "type=socket",
            "type=symlink",
            "target=x",
            "type=symlink&target=",
            "exists=yes",
            "parents=1",
            "list",
            "type=directory&target=x",
            "dry-run=true"
        }) {
            cases.add(new Case("creating with " + query, request("PUT", "/v1/fs/new?" + query), "400 EINVAL"));
        }
        cases.add(new Case("deleting with a query", request("DELETE", "/v1/fs/witness?force=true"), "400 EINVAL"));
        return cases;
    }

    static List<Case> json() {
        return List.of(
                patch("a mode with a nine", "{\"mode\":\"0999\"}", "400 EINVAL"),
                patch("a mode of five digits", "{\"mode\":\"17777\"}", "400 EINVAL"),
                patch("a mode that is a number", "{\"mode\":420}", "400 EINVAL"),
                patch("an unknown member", "{\"color\":\"red\"}", "400 EINVAL"),
                patch("JSON cut off", "{\"mode\":\"06", "400 EINVAL"),
                patch("an array", "[]", "400 EINVAL"),
                patch("a string", "\"mode\"", "400 EINVAL"),
                patch("null", "null", "400 EINVAL"),
                patch("blanks", "  ", "400 EINVAL"),
                patch("two documents", "{}{}", "400 EINVAL"),
                patch("a member twice", "{\"mode\":\"0600\",\"mode\":\"0644\"}", "400 EINVAL"),
                patch("nesting without end", "[".repeat(100_000), "400 EINVAL"),
                patch("octets that are not UTF-8", "{\"owner\":\"\u00ff\"}", "400 EINVAL"),
                patch("UTF-16", "\u00fe\u00ff\0{\0}", "400 EINVAL"),
                patch("a comment", "{/**/}", "400 EINVAL"),
                patch("not a number", "{\"size\":NaN}", "400 EINVAL"),
                patch("a time in words", "{\"atime\":\"yesterday\"}", "400 EINVAL"),
                patch("a time beyond 2262", "{\"atime\":\"2300-01-01T00:00:00Z\"}", "400 EINVAL"),
                patch("a negative size", "{\"size\":-1}", "400 EINVAL"),
                patch("a size of 2^53", "{\"size\":9007199254740992}", "400 EINVAL"),
                patch("a broken size", "{\"size\":1.5}", "400 EINVAL"),
                patch("a value that is not base64", "{\"xattrs\":{\"user.a\":\"?\"}}", "400 EINVAL"),
                patch("null for all xattrs", "{\"xattrs\":null}", "400 EINVAL"),
                patch("null for an owner", "{\"owner\":null}", "400 EINVAL"),
                patch("an empty owner", "{\"owner\":\"\"}", "400 EINVAL"),
                patch("no body", "", "400 EINVAL"),
                rename("without from", "{\"to\":\"/b\"}"),
                rename("of a relative path", "{\"from\":\"a\",\"to\":\"/b\"}"),
                rename("said twice", "{\"from\":\"/a\",\"fromBytes\":\"/a\",\"to\":\"/b\"}"),
                rename("in an unknown mode", "{\"from\":\"/a\",\"to\":\"/b\",\"mode\":\"force\"}"),
                rename("to dots", "{\"from\":\"/witness\",\"to\":\"/a/../b\"}"),
                rename("to an unpaired surrogate", "{\"from\":\"/witness\",\"to\":\"/\\ud800\"}"),
                rename("to a broken escape", "{\"from\":\"/witness\",\"toBytes\":\"/%f\"}"),
                rename("to NUL", "{\"from\":\"/witness\",\"to\":\"/\\u0000\"}"),
                rename("with a version in words", "{\"from\":\"/a\",\"to\":\"/b\",\"fromVersion\":\"one\"}"),
                batch("of nothing", "{}"),
                batch("of no operations", "{\"operations\":[]}"),
                batch("of an object", "{\"operations\":{}}"),
                batch("of a word", "{\"operations\":[\"create\"]}"),
                batch("of an unknown operation", "{\"operations\":[{\"op\":\"format\",\"path\":\"/\"}]}"),
                batch("of batches", "{\"operations\":[{\"op\":\"batch\",\"operations\":[]}]}"),
                batch(
                        "with a foreign member",
                        "{\"operations\":[{\"op\":\"stat\",\"path\":\"/\",\"recursive\":true}]}"),
                batch("with an empty key", "{\"operations\":[{\"op\":\"create\",\"path\":\"/k\",\"key\":\"\"}]}"),
                batch("without content", "{\"operations\":[{\"op\":\"write\",\"path\":\"/k\"}]}"));
    }

    static List<Case> types() {
        List<Case> cases = new ArrayList<>();
        for (String type : new String[] {
            "text/plain",
            "TEXT/HTML; charset=utf-8",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/octet-stream",
            "application/jsonp"
        }) {
            cases.add(new Case(
                    "metadata as " + type,
                    request("PUT", "/v1/fs/new", "Content-Type: " + type, "Content-Length: 2") + "{}",
                    "415 EPROTO"));
        }
        cases.add(
                new Case("a body of no type", request("PUT", "/v1/fs/new", "Content-Length: 2") + "{}", "415 EPROTO"));
        cases.add(new Case(
                "a form without a body", request("POST", "/v1/rename", "Content-Type: text/plain"), "415 EPROTO"));
        cases.add(new Case(
                "content from a form",
                request("PUT", "/v1/content/new", "Content-Type: multipart/form-data", "Content-Length: 1") + "x",
                "415 EPROTO"));
        cases.add(new Case(
                "content in gzip",
                request("PUT", "/v1/content/new", "Content-Encoding: gzip", "Content-Length: 1") + "x",
                "415 EPROTO"));
        return cases;
    }

    static List<Case> methods() {
        List<Case> cases = new ArrayList<>();
        for (String line : new String[] {
            "POST /v1/fs/witness", "TRACE /v1/fs/witness", "FROB /v1/fs/witness", "get /v1/fs/witness",
            "PROPFIND /v1/fs/witness", "DELETE /v1/content/witness", "PATCH /v1/content/witness", "GET /v1/rename",
            "PUT /v1/cluster", "DELETE /v1/backup", "POST /health/ready", "POST /metrics"
        }) {
            String[] words = line.split(" ", 2);
            cases.add(new Case(line, request(words[0], words[1]), "405 EPROTO"));
        }
        return cases;
    }

    static List<Case> headers() {
        return List.of(
                header("an Accept that excludes JSON", "Accept: text/html", "406 EPROTO"),
                header("an Accept of weight zero", "Accept: application/json;q=0", "406 EPROTO"),
                header("an unknown freshness", "Metroon-Read: soon", "400 EINVAL"),
                header("a freshness in capitals", "Metroon-Read: Lease", "400 EINVAL"),
                header("a freshness of two kinds", "Metroon-Read: quorum, stale", "400 EINVAL"),
                header("a freshness with a figure too many", "Metroon-Read: lease=5", "400 EINVAL"),
                header("a bound without a figure", "Metroon-Read: bounded", "400 EINVAL"),
                header("a bound of nothing", "Metroon-Read: bounded=0", "400 EINVAL"),
                header("a negative bound", "Metroon-Read: bounded=-5", "400 EINVAL"),
                header("a bound with a unit", "Metroon-Read: bounded=5ms", "400 EINVAL"),
                header("a bound without end", "Metroon-Read: bounded=" + "9".repeat(10), "400 EINVAL"),
                header("a revision of nothing", "Metroon-Read: at-least=", "400 EINVAL"),
                header("a negative revision", "Metroon-Read: at-least=-1", "400 EINVAL"),
                header("a revision without end", "Metroon-Read: at-least=" + "9".repeat(40), "400 EINVAL"),
                header("a revision that nobody reached", "Metroon-Read: at-least=999999999", "503 EAGAIN"),
                header("a past revision", "Metroon-At: 5", "400 EINVAL"),
                header("too much patience", "Prefer: wait=61", "400 EINVAL"),
                header("patience in words", "Prefer: wait=long", "400 EINVAL"),
                header("an unquoted tag", "If-Match: 1-2", "400 EINVAL"),
                header("a tag without an end", "If-None-Match: \"1-2", "400 EINVAL"),
                header("tags without a comma", "If-None-Match: \"1-2\" \"1-3\"", "400 EINVAL"),
                header("a foreign host", "X: y\nHost: evil.example", "400 EINVAL"),
                new Case("another host", "GET /v1 HTTP/1.1\nHost: evil.example\n\n", "421 EPROTO"),
                new Case("another host and our port", "GET /v1 HTTP/1.1\nHost: evil.example:8420\n\n", "421 EPROTO"),
                new Case("no host", "GET /v1 HTTP/1.1\n\n", "400 EINVAL"),
                new Case("a host with a space", "GET /v1 HTTP/1.1\nHost: a b\n\n", "400 EINVAL"),
                header("a header of 40,000", "X: " + "x".repeat(40_000), "431 EPROTO"),
                header("20,000 headers", "X: y\n".repeat(20_000) + "X: y", "431 EPROTO"),
                header("a header without a colon", "nonsense", "400 EPROTO"),
                header("a header with a space in its name", "X y: z", "400 EPROTO"),
                new Case("a request line of 40,000", request("GET", "/v1/fs/" + "n".repeat(40_000)), "414 EPROTO"),
                new Case(
                        "a range beyond the end",
                        request("GET", "/v1/content/witness", "Range: bytes=10-"),
                        "416 EPROTO"),
                new Case(
                        "a part of content",
                        request("PUT", "/v1/content/new", "Content-Range: bytes 0-0/9", "Content-Length: 1") + "x",
                        "400 EINVAL"),
                new Case(
                        "an unknown expectation",
                        request("PUT", "/v1/content/new", "Expect: 200-ok", "Content-Length: 1"),
                        "417 EPROTO"),
                new Case("an empty key", request("PUT", "/v1/fs/new", "Idempotency-Key: "), "400 EINVAL"),
                new Case("a key with a space", request("PUT", "/v1/fs/new", "Idempotency-Key: a b"), "400 EINVAL"),
                new Case("a half-quoted key", request("PUT", "/v1/fs/new", "Idempotency-Key: \"a"), "400 EINVAL"),
                new Case(
                        "two keys",
                        request("PUT", "/v1/fs/new", "Idempotency-Key: \"a\"", "Idempotency-Key: \"b\""),
                        "400 EINVAL"),
                new Case(
                        "a key of 256",
                        request("PUT", "/v1/fs/new", "Idempotency-Key: " + "k".repeat(256)),
                        "400 EINVAL"));
    }

    static List<Case> lengths() {
        return List.of(
                new Case(
                        "content over the limit, announced",
                        request("PUT", "/v1/content/new", "Content-Length: " + CONTENT_OVER),
                        "413 EFBIG"),
                new Case(
                        "content over the limit that waits to be asked",
                        request("PUT", "/v1/content/new", "Expect: 100-continue", "Content-Length: " + CONTENT_OVER),
                        "413 EFBIG"),
                new Case(
                        "metadata over the limit, announced",
                        request(
                                "PATCH",
                                "/v1/fs/witness",
                                "Content-Type: application/json",
                                "Content-Length: " + METADATA_OVER),
                        "413 E2BIG"),
                new Case("content of no length", request("PUT", "/v1/content/new"), "411 EPROTO"),
                new Case("a negative length", request("PUT", "/v1/content/new", "Content-Length: -1"), "400 EPROTO"),
                new Case("a length in words", request("PUT", "/v1/content/new", "Content-Length: ten"), "400 EPROTO"),
                new Case(
                        "two lengths",
                        request("PUT", "/v1/content/new", "Content-Length: 1", "Content-Length: 2") + "x",
                        "400 EPROTO"),
                new Case(
                        "a length without end",
                        request("PUT", "/v1/content/new", "Content-Length: " + "9".repeat(30)),
                        "400 EPROTO"),
                new Case(
                        "a delete with a body",
                        request("DELETE", "/v1/fs/witness", "Content-Length: 2") + "{}",
                        "400 EINVAL"),
                new Case(
                        "a chunk of no size",
                        request("PUT", "/v1/content/new", "Transfer-Encoding: chunked") + "zz\nxx\n0\n\n",
                        CLOSED));
    }

    static List<Case> notHttp() {
        return List.of(
                new Case("a greeting", "hello\n\n", "400 EPROTO"),
                new Case(
                        "a TLS greeting",
                        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\n\n",
                        "400 EPROTO"),
                new Case("another protocol", "GET /v1/fs SPDY/3\nHost: localhost\n\n", "400 EPROTO"),
                new Case("no target", "GET HTTP/1.1\nHost: localhost\n\n", "400 EPROTO"));
    }

    static List<Case> slow() {
        return List.of(
                new Case(
                        "a body that stops halfway",
                        request("PUT", "/v1/content/new", "Content-Length: 10") + "half",
                        "408 EPROTO"),
                new Case(
                        "a body that never starts",
                        request("PATCH", "/v1/fs/witness", "Content-Type: application/json", "Content-Length: 10"),
                        "408 EPROTO"),
                new Case(
                        "chunks that stop",
                        request("PUT", "/v1/content/new", "Transfer-Encoding: chunked") + "4\nhalf\n",
                        "408 EPROTO"),
                new Case("a head that stops halfway", "GET /v1/fs/witness HTTP/1.1\nHost: loc", CLOSED),
                new Case("silence", "", CLOSED));
    }
}
