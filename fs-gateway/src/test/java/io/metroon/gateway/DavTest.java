package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebDAV at {@code /dav/}, beyond what litmus asks. */
final class DavTest {
    private RunningGateway metroon;

    @BeforeEach
    void start() {
        metroon = new RunningGateway();
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    private Answer dav(String method, String path, String... headers) {
        return metroon.send(method, "/dav" + path, headers);
    }

    private Answer put(String path, String text, String... headers) {
        return metroon.sendOctets("PUT", "/dav" + path, text.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer xml(String method, String path, String body, String... headers) {
        return metroon.sendOctets(method, "/dav" + path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Test
    void options_tellsTheClasses_alsoAtTheRootOfTheServer() {
        for (String target : new String[] {"/dav/", "/dav", "/dav/any/thing", "/"}) {
            Answer answer = metroon.send("OPTIONS", target);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("dav")).isEqualTo("1, 2, 3");
            assertThat(answer.header("ms-author-via")).isEqualTo("DAV");
            assertThat(answer.header("allow")).contains("PROPFIND", "LOCK", "OPTIONS");
        }
    }

    @Test
    void aMount_whichCannotSayHowLongItWaits_isGivenTimeForAnElection() {
        dav("PROPFIND", "/", "Depth", "0");
        assertThat(metroon.service.patienceSeen()).isEqualTo(Duration.ofSeconds(20));
        put("/f", "x");
        assertThat(metroon.service.patienceSeen()).isEqualTo(Duration.ofSeconds(20));
        put("/f", "x", "Prefer", "wait=3");
        assertThat(metroon.service.patienceSeen()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void put_tellsTagAndTime_soThatNobodyHasToAskAgain() {
        Answer made = put("/f", "hello");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("etag")).isEqualTo(dav("HEAD", "/f").header("etag"));
        assertThat(made.header("last-modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(put("/f", "again").status()).isEqualTo(204);
        assertThat(put("/no/f", "x").status()).isEqualTo(409);
        assertThat(put("/", "x").status()).isEqualTo(405);
        assertThat(put("/f", "x", "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(put("/f", "x", "If-Match", "\"1-1\"").status()).isEqualTo(412);
    }

    @Test
    void put_ofAPart_replacesThatPart_orGoesOnWhereTheFileEnds() {
        put("/f", "0123456789");
        String tag = dav("HEAD", "/f").header("etag");

        assertThat(put("/f", "ab", "Content-Range", "bytes 3-4/*").status()).isEqualTo(204);
        assertThat(dav("GET", "/f").text()).isEqualTo("012ab56789");
        assertThat(put("/f", "yz", "Content-Range", "bytes 9-10/11").status()).isEqualTo(204);
        assertThat(dav("GET", "/f").text()).isEqualTo("012ab5678yz");
        assertThat(put("/f", "!", "Content-Range", "bytes 11-11/*", "If-Match", tag)
                        .status())
                .isEqualTo(412);
        assertThat(put("/f", "!", "Content-Range", "bytes 11-11/*", "If-Match", "*")
                        .status())
                .isEqualTo(204);
        assertThat(dav("GET", "/f").text()).isEqualTo("012ab5678yz!");
        assertThat(put("/new", "ab", "Content-Range", "bytes 0-1/2").status()).isEqualTo(201);
        assertThat(dav("GET", "/new").text()).isEqualTo("ab");
    }

    @Test
    void put_ofAPartThatCantBe_isRefused_andNeverTakenForTheWhole() {
        put("/f", "0123456789");

        assertThat(put("/f", "ab", "Content-Range", "bytes 11-12/*").status()).isEqualTo(416);
        assertThat(put("/f", "ab", "Content-Range", "bytes 3-5/*").status()).isEqualTo(400);
        assertThat(put("/f", "ab", "Content-Range", "bytes 3-4/9").status()).isEqualTo(400);
        assertThat(put("/f", "ab", "Content-Range", "bytes 4-3/*").status()).isEqualTo(400);
        assertThat(put("/f", "ab", "Content-Range", "lines 3-4/*").status()).isEqualTo(400);
        assertThat(put("/f", "ab", "Content-Range", "bytes 3-4/*", "Idempotency-Key", "\"k\"")
                        .status())
                .isEqualTo(400);
        assertThat(put("/new", "ab", "Content-Range", "bytes 1-2/*").status()).isEqualTo(416);
        assertThat(put("/new", "ab", "Content-Range", "bytes 0-1/*", "If-Match", "*")
                        .status())
                .isEqualTo(412);
        assertThat(dav("GET", "/f").text()).isEqualTo("0123456789");
        assertThat(dav("HEAD", "/new").status()).isEqualTo(404);
    }

    @Test
    void ownCloudsHeaders_setTheTime_andCheckTheBytes() {
        Answer made = put(
                "/f",
                "hello",
                "X-OC-Mtime",
                "1500000000",
                "OC-Checksum",
                "SHA1:" + "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("x-oc-mtime")).isEqualTo("accepted");
        assertThat(dav("HEAD", "/f").header("last-modified")).isEqualTo("Fri, 14 Jul 2017 02:40:00 GMT");
        assertThat(put("/f", "hullo", "OC-Checksum", "SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d")
                        .status())
                .isEqualTo(400);
        assertThat(put("/f", "x", "OC-Checksum", "MD5:9dd4e461268c8034f5c8564e155c67a6")
                        .status())
                .isEqualTo(204);
        assertThat(dav("GET", "/f").text()).isEqualTo("x");
    }

    @Test
    void get_honoursRangesAndConditions() {
        String tag = put("/f", "0123456789").header("etag");

        Answer part = dav("GET", "/f", "Range", "bytes=2-4", "If-Range", tag);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(dav("GET", "/f", "Range", "bytes=2-4", "If-Range", "\"x\"").status())
                .isEqualTo(200);
        assertThat(dav("GET", "/f", "Range", "bytes=99-").status()).isEqualTo(416);
        assertThat(dav("GET", "/f", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(dav("GET", "/f", "If-Modified-Since", "Fri, 02 Jan 2026 03:04:05 GMT")
                        .status())
                .isEqualTo(304);
        assertThat(dav("GET", "/f", "If-Unmodified-Since", "Fri, 02 Jan 2026 03:04:04 GMT")
                        .status())
                .isEqualTo(412);
        assertThat(dav("GET", "/f/").status()).isEqualTo(404);
        assertThat(dav("GET", "/nothing").status()).isEqualTo(404);
    }

    @Test
    void aDirectory_isAPageOfLinks_withAndWithoutSlash() {
        dav("MKCOL", "/d");
        put("/d/a%26%3C%22", "x");
        dav("MKCOL", "/d/e");

        for (String path : new String[] {"/d", "/d/"}) {
            Answer page = dav("GET", path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("content-type")).startsWith("text/html");
            assertThat(page.text())
                    .contains("<base href=\"/dav/d/\">", "href=\"a%26%3C%22\">a&amp;&lt;&quot;</a>", "href=\"e/\"");
        }
    }

    @Test
    void mkcol_refusesBodiesAndTakenNames() {
        assertThat(dav("MKCOL", "/d/").status()).isEqualTo(201);
        assertThat(dav("MKCOL", "/d").status()).isEqualTo(405);
        assertThat(dav("MKCOL", "/").status()).isEqualTo(405);
        assertThat(dav("MKCOL", "/x/y").status()).isEqualTo(409);
        assertThat(xml("MKCOL", "/e", "<a/>").status()).isEqualTo(415);
    }

    @Test
    void propfind_ofACollectionWithoutSlash_isServedAndNotRedirected() {
        dav("MKCOL", "/d");
        put("/d/f%20%C3%BC", "x");

        Answer answer = dav("PROPFIND", "/d", "Depth", "1");
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.text())
                .contains("<D:href>/dav/d/</D:href>", "<D:href>/dav/d/f%20%C3%BC</D:href>")
                .contains("<D:collection/>", "<D:getcontentlength>1</D:getcontentlength>")
                .doesNotContain("quota");
        assertThat(dav("PROPFIND", "/nothing/", "Depth", "0").status()).isEqualTo(404);
    }

    @Test
    void propfind_ofAllDepths_showsManyEntriesOnceEach() {
        dav("MKCOL", "/d");
        for (int i = 0; i < 1_100; i++) {
            metroon.send("PUT", "/v1/fs/d/f" + i);
        }
        dav("MKCOL", "/d/sub");
        put("/d/sub/leaf", "x");

        assertThat(count(dav("PROPFIND", "/d", "Depth", "1").text(), "<D:response>"))
                .isEqualTo(1_102);
        String all = dav("PROPFIND", "/", "Depth", "infinity").text();
        assertThat(count(all, "<D:response>")).isEqualTo(1_104);
        assertThat(count(all, "<D:href>/dav/d/sub/leaf</D:href>")).isOne();
        assertThat(count(dav("PROPFIND", "/d", "Depth", "0").text(), "<D:response>"))
                .isOne();
    }

    private static int count(String text, String wanted) {
        return text.split(wanted, -1).length - 1;
    }

    @Test
    void symlinks_showWhatTheyLeadTo_andBrokenOnesAreLeftOut() {
        put("/f", "hello");
        metroon.send("PUT", "/v1/fs/good?type=symlink&target=f");
        metroon.send("PUT", "/v1/fs/loop?type=symlink&target=/");
        metroon.send("PUT", "/v1/fs/broken?type=symlink&target=nowhere");

        String all = dav("PROPFIND", "/", "Depth", "infinity").text();
        assertThat(all)
                .contains("<D:href>/dav/good</D:href>", "<D:href>/dav/loop/</D:href>")
                .doesNotContain("broken", "/dav/loop/f");
        assertThat(dav("GET", "/good").text()).isEqualTo("hello");
        assertThat(dav("DELETE", "/broken").status()).isEqualTo(204);
        assertThat(dav("DELETE", "/good").status()).isEqualTo(204);
        assertThat(dav("GET", "/f").text()).isEqualTo("hello");
    }

    @Test
    void deadProperties_areKeptAsXml_survive_andAreNoXattrsOfRest() {
        put("/f", "x");
        String patch = "<D:propertyupdate xmlns:D='DAV:' xml:lang='el'><D:set><D:prop>"
                + "<a:note xmlns:a='urn:a'><b xmlns='' c='1'>x &amp; y</b></a:note></D:prop></D:set></D:propertyupdate>";
        assertThat(xml("PROPPATCH", "/f", patch).text()).contains("HTTP/1.1 200 OK");

        dav("COPY", "/f", "Destination", "/dav/g");
        dav("MOVE", "/g", "Destination", "http://127.0.0.1:" + metroon.port + "/dav/h");
        String asked =
                "<D:propfind xmlns:D='DAV:'><D:prop><note xmlns='urn:a'/><none xmlns='urn:a'/></D:prop></D:propfind>";
        assertThat(xml("PROPFIND", "/h", asked, "Depth", "0").text())
                .contains("<n0:note xmlns:n0=\"urn:a\" xml:lang=\"el\">", "c=\"1\">x &amp; y</b>")
                .contains("HTTP/1.1 404 Not Found");
        assertThat(metroon.send("GET", "/v1/fs/h").json().has("xattrs")).isFalse();
        assertThat(metroon.sendJson("PATCH", "/v1/fs/h", "{\"xattrs\":{\"metroon.x\":\"AA==\"}}")
                        .problem())
                .isEqualTo("400 EINVAL");
    }

    @Test
    void proppatch_isAllOrNothing() {
        put("/f", "x");
        String patch = "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><a xmlns='urn:a'>1</a></D:prop></D:set>"
                + "<D:set><D:prop><D:getetag>mine</D:getetag></D:prop></D:set></D:propertyupdate>";

        assertThat(xml("PROPPATCH", "/f", patch).text())
                .contains("HTTP/1.1 403 Forbidden", "HTTP/1.1 424 Failed Dependency");
        assertThat(dav("PROPFIND", "/f", "Depth", "0").text()).doesNotContain("urn:a");
    }

    @Test
    void executable_isTheModeOfTheFile() {
        put("/f", "x");
        String patch = "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>"
                + "<executable xmlns='http://apache.org/dav/props/'>T</executable></D:prop></D:set></D:propertyupdate>";
        assertThat(xml("PROPPATCH", "/f", patch).status()).isEqualTo(207);

        assertThat(metroon.send("GET", "/v1/fs/f").json().path("mode").asText()).isEqualTo("0755");
        assertThat(dav("PROPFIND", "/f", "Depth", "0").text()).contains(":executable xmlns:x=", ">T</");
    }

    @Test
    void quota_isTold_whenAskedFor() {
        put("/f", "12345");
        String asked = "<D:propfind xmlns:D='DAV:'><D:prop><D:quota-used-bytes/><D:quota-available-bytes/></D:prop>"
                + "</D:propfind>";

        assertThat(xml("PROPFIND", "/", asked, "Depth", "0").text())
                .contains("<D:quota-used-bytes>5</D:quota-used-bytes>", "<D:quota-available-bytes>");
    }

    @Test
    void copy_ofATree_carriesEverything_andKeepsSymlinks() {
        dav("MKCOL", "/d");
        dav("MKCOL", "/d/e");
        put("/d/e/f", "hello");
        metroon.send("PUT", "/v1/fs/d/l?type=symlink&target=e");
        for (int i = 0; i < 300; i++) {
            metroon.send("PUT", "/v1/fs/d/e/n" + i);
        }

        assertThat(dav("COPY", "/d/", "Destination", "/dav/c/").status()).isEqualTo(201);
        assertThat(dav("GET", "/c/e/f").text()).isEqualTo("hello");
        assertThat(metroon.send("GET", "/v1/fs/c/l?follow=false")
                        .json()
                        .path("target")
                        .asText())
                .isEqualTo("e");
        assertThat(count(dav("PROPFIND", "/c/e", "Depth", "1").text(), "<D:response>"))
                .isEqualTo(302);
        assertThat(dav("COPY", "/d", "Destination", "/dav/c", "Overwrite", "F").status())
                .isEqualTo(412);
        put("/c/extra", "x");
        assertThat(dav("COPY", "/d", "Destination", "/dav/c").status()).isEqualTo(204);
        assertThat(dav("GET", "/c/extra").status()).isEqualTo(404);
        assertThat(dav("COPY", "/d", "Destination", "/dav/d/x").status()).isEqualTo(403);
        assertThat(dav("COPY", "/d", "Destination", "/dav/d").status()).isEqualTo(403);
        assertThat(dav("COPY", "/d", "Destination", "/dav/s", "Depth", "0").status())
                .isEqualTo(201);
        assertThat(dav("GET", "/s/e/f").status()).isEqualTo(404);
    }

    @Test
    void destinations_areOnThisHost_andBelowDav() {
        put("/f", "x");

        assertThat(dav("MOVE", "/f", "Destination", "http://elsewhere/dav/g").status())
                .isEqualTo(502);
        assertThat(dav("MOVE", "/f", "Destination", "/v1/fs/g").status()).isEqualTo(502);
        assertThat(dav("MOVE", "/f", "Destination", "g").status()).isEqualTo(400);
        assertThat(dav("MOVE", "/f").status()).isEqualTo(400);
        assertThat(dav("MOVE", "/f", "Destination", "/dav/no/g").status()).isEqualTo(409);
        assertThat(dav("MOVE", "/none", "Destination", "/dav/g").status()).isEqualTo(404);
        assertThat(dav("MOVE", "/f", "Destination", "/dav/g%20h").status()).isEqualTo(201);
        assertThat(dav("GET", "/g%20h").text()).isEqualTo("x");
    }

    @Test
    void move_overACollection_replacesItWhole() {
        dav("MKCOL", "/d");
        put("/d/old", "x");
        put("/f", "hello");

        assertThat(dav("MOVE", "/f", "Destination", "/dav/d", "Overwrite", "F").status())
                .isEqualTo(412);
        Answer first = dav("MOVE", "/f", "Destination", "/dav/d", "Idempotency-Key", "k");
        assertThat(first.status()).isEqualTo(204);
        assertThat(dav("MOVE", "/f", "Destination", "/dav/d", "Idempotency-Key", "k")
                        .status())
                .isEqualTo(204);
        assertThat(dav("GET", "/d").text()).isEqualTo("hello");
    }

    @Test
    void idempotencyKeys_andReadModes_workHereToo() {
        Answer first = dav("MKCOL", "/d", "Idempotency-Key", "k");
        Answer again = dav("MKCOL", "/d", "Idempotency-Key", "k");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(again.header("metroon-revision")).isEqualTo(first.header("metroon-revision"));
        assertThat(dav("PROPFIND", "/d", "Metroon-Read", "nonsense").status()).isEqualTo(400);
        assertThat(dav("GET", "/d", "Metroon-Read", "stale").status()).isEqualTo(200);
    }

    @Test
    void namesThatXmlHasNoCharactersFor_areStillListed() {
        put("/%01%FF", "x");

        Answer answer = dav("PROPFIND", "/", "Depth", "1");
        assertThat(answer.text())
                .contains("<D:href>/dav/%01%FF</D:href>", "<D:displayname>\ufffd\ufffd</D:displayname>");
    }
}
