package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entries and their attributes, at {@code /v1/fs/PATH}. */
final class FilesTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    @Test
    void put_onAFreeName_createsAFileAndTellsWhereAndAtWhichVersion() {
        Answer answer = metroon.send("PUT", "/v1/fs/hello");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("location")).isEqualTo("/v1/fs/hello");
        JsonNode stat = answer.json();
        assertThat(stat.path("path").asText()).isEqualTo("/hello");
        assertThat(stat.path("type").asText()).isEqualTo("file");
        assertThat(stat.path("mode").asText()).isEqualTo("0644");
        assertThat(stat.path("mtime").asText()).isEqualTo("2026-01-02T03:04:05.006000000Z");
        assertThat(answer.header("etag"))
                .isEqualTo("\"" + stat.path("inode").asText() + "-"
                        + stat.path("version").asText() + "\"");
    }

    @Test
    void everyAnswer_errorsToo_carriesRevisionEpochAndNode() {
        for (Answer answer : new Answer[] {
            metroon.send("PUT", "/v1/fs/headers"),
            metroon.send("GET", "/v1/fs/headers"),
            metroon.send("GET", "/v1/fs/absent"),
            metroon.send("GET", "/v1/nothing"),
            metroon.send("POST", "/v1/fs/headers"),
            metroon.send("GET", "/v1/fs/%zz".replace("%zz", "%2F")),
            metroon.send("OPTIONS", "/v1/fs/headers")
        }) {
            assertThat(Long.parseLong(answer.header("metroon-revision"))).isPositive();
            assertThat(answer.header("metroon-epoch")).isEqualTo("1");
            assertThat(answer.header("metroon-node")).isEqualTo("n1");
        }
    }

    @Test
    void put_onATakenName_isRefusedWithItsPath() {
        metroon.send("PUT", "/v1/fs/taken");

        Answer again = metroon.send("PUT", "/v1/fs/taken");

        assertThat(again.problem()).isEqualTo("409 EEXIST");
        assertThat(again.header("content-type")).isEqualTo("application/problem+json");
        assertThat(again.json().path("path").asText()).isEqualTo("/taken");
        assertThat(again.json().path("retry").asText()).isEqualTo("no");
        assertThat(again.json().path("status").asInt()).isEqualTo(409);
        assertThat(again.json().path("title").asText()).isEqualTo("Conflict");
    }

    @Test
    void put_onATakenNameWithIfNoneMatchStar_isAFailedPrecondition() {
        metroon.send("PUT", "/v1/fs/only-once");

        assertThat(metroon.send("PUT", "/v1/fs/only-once", "If-None-Match", "*").problem())
                .isEqualTo("412 EEXIST");
    }

    @Test
    void put_withExistsOk_answersWhatIsThereUnlessItIsOfAnotherType() {
        String inode = metroon.send("PUT", "/v1/fs/kept").json().path("inode").asText();

        Answer again = metroon.send("PUT", "/v1/fs/kept?exists=ok");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("inode").asText()).isEqualTo(inode);
        assertThat(metroon.send("PUT", "/v1/fs/kept?exists=ok&type=directory").problem())
                .isEqualTo("409 EEXIST");
    }

    @Test
    void put_directoryWithParents_makesThemAll() {
        assertThat(metroon.send("PUT", "/v1/fs/p/q/r/?type=directory&parents=true")
                        .status())
                .isEqualTo(201);

        assertThat(metroon.send("GET", "/v1/fs/p/q/").json().path("type").asText())
                .isEqualTo("directory");
    }

    @Test
    void put_withAttributes_setsThem() {
        Answer answer = metroon.sendJson("PUT", "/v1/fs/dressed", """
                {"mode":"0600","owner":"maria","group":"1000","mtime":"2020-02-29T12:00:00.5+01:00","size":123,
                 "xattrs":{"user.a":"aGk="},"layout":"AAE="}""");

        JsonNode stat = answer.json();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(stat.path("mode").asText()).isEqualTo("0600");
        assertThat(stat.path("owner").asText()).isEqualTo("maria");
        assertThat(stat.path("group").asText()).isEqualTo("1000");
        assertThat(stat.path("mtime").asText()).isEqualTo("2020-02-29T11:00:00.500000000Z");
        assertThat(stat.path("size").asLong()).isEqualTo(123);
        assertThat(stat.path("content").asText()).isEqualTo("absent");
        assertThat(stat.path("xattrs").path("user.a").asText()).isEqualTo("aGk=");
        assertThat(stat.path("layout").asText()).isEqualTo("AAE=");
    }

    @Test
    void put_symlink_isFollowedUnlessToldNotTo() {
        metroon.send("PUT", "/v1/fs/aim");
        metroon.send("PUT", "/v1/fs/pointer?type=symlink&target=/aim");

        assertThat(metroon.send("GET", "/v1/fs/pointer").json().path("type").asText())
                .isEqualTo("file");
        JsonNode itself = metroon.send("GET", "/v1/fs/pointer?follow=false").json();
        assertThat(itself.path("type").asText()).isEqualTo("symlink");
        assertThat(itself.path("target").asText()).isEqualTo("/aim");
    }

    @Test
    void put_onANameWithATrailingSlash_needsADirectory() {
        assertThat(metroon.send("PUT", "/v1/fs/slashed/").problem()).isEqualTo("400 EINVAL");
        assertThat(metroon.send("PUT", "/v1/fs/slashed/?type=directory").status())
                .isEqualTo(201);
    }

    @Test
    void get_withATrailingSlash_wantsADirectory() {
        metroon.send("PUT", "/v1/fs/flat");

        assertThat(metroon.send("GET", "/v1/fs/flat/").problem()).isEqualTo("409 ENOTDIR");
        assertThat(metroon.sendJson("PATCH", "/v1/fs/flat/", "{}").problem()).isEqualTo("409 ENOTDIR");
        assertThat(metroon.send("DELETE", "/v1/fs/flat/").problem()).isEqualTo("409 ENOTDIR");
    }

    /** Decided where it is changed, not asked before: so the refusal is an answer like any other, and is replayed. */
    @Test
    void patch_withATrailingSlash_isOneStep() {
        metroon.send("PUT", "/v1/fs/once-a-file");
        String[] key = {"Idempotency-Key", "patch-of-a-directory"};
        String mode = "{\"mode\":\"0700\"}";
        assertThat(metroon.sendJson("PATCH", "/v1/fs/once-a-file/", mode, key).problem())
                .isEqualTo("409 ENOTDIR");
        metroon.send("DELETE", "/v1/fs/once-a-file");
        metroon.send("PUT", "/v1/fs/once-a-file?type=directory");

        Answer again = metroon.sendJson("PATCH", "/v1/fs/once-a-file/", mode, key);
        assertThat(again.problem()).isEqualTo("409 ENOTDIR");
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(metroon.sendJson("PATCH", "/v1/fs/once-a-file/", mode)
                        .json()
                        .path("mode")
                        .asText())
                .isEqualTo("0700");
    }

    @Test
    void theRoot_hasTwoSpellings() {
        assertThat(metroon.send("GET", "/v1/fs").json().path("path").asText()).isEqualTo("/");
        assertThat(metroon.send("GET", "/v1/fs/").json().path("path").asText()).isEqualTo("/");
        assertThat(metroon.send("DELETE", "/v1/fs/").problem()).isEqualTo("409 EBUSY");
    }

    @Test
    void names_thatAreNotUtf8_areCarriedByteForByte() {
        Answer created = metroon.send("PUT", "/v1/fs/bytes-%FF%fe");

        assertThat(created.header("location")).isEqualTo("/v1/fs/bytes-%FF%FE");
        assertThat(created.json().has("path")).isFalse();
        assertThat(created.json().path("pathBytes").asText()).isEqualTo("/bytes-%FF%FE");
        assertThat(metroon.send("GET", created.header("location")).status()).isEqualTo(200);
    }

    @Test
    void names_areDecodedOnceAndPlusIsItself() {
        metroon.send("PUT", "/v1/fs/a+b%20c%2541");

        assertThat(metroon.send("GET", "/v1/fs/a+b%20c%2541")
                        .json()
                        .path("path")
                        .asText())
                .isEqualTo("/a+b c%41");
        assertThat(metroon.send("GET", "/v1/fs/a%20b%20cA").problem()).isEqualTo("404 ENOENT");
    }

    @Test
    void names_inRawUtf8_areTakenAsTheirOctets() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /v1/fs/caf\u00c3\u00a9 HTTP/1.1\nHost: localhost\n\n");
            assertThat(raw.hear().json().path("path").asText()).isEqualTo("/caf\u00e9");
        }
    }

    @Test
    void get_withACurrentTag_isNotModified() {
        String tag = metroon.send("PUT", "/v1/fs/tagged").header("etag");

        Answer same = metroon.send("GET", "/v1/fs/tagged", "If-None-Match", "\"1-1\", W/" + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("etag")).isEqualTo(tag);
        assertThat(same.octets()).isEmpty();
        assertThat(metroon.send("GET", "/v1/fs/tagged", "If-Match", tag).status())
                .isEqualTo(200);
        assertThat(metroon.send("GET", "/v1/fs/tagged", "If-Match", "\"1-1\"").problem())
                .isEqualTo("412 ECONDITION");
    }

    @Test
    void patch_setsWhatIsNamedAndNullRemoves() {
        metroon.sendJson(
                "PUT", "/v1/fs/patched", "{\"xattrs\":{\"user.a\":\"AA==\",\"user.b\":\"AQ==\"},\"layout\":\"AA==\"}");

        Answer answer = metroon.send(
                java.net.http.HttpClient.Version.HTTP_1_1,
                "PATCH",
                "/v1/fs/patched",
                java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"mode\":\"1777\",\"xattrs\":{\"user.a\":null},\"layout\":null}"),
                "Content-Type",
                "application/merge-patch+json; charset=utf-8");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("mode").asText()).isEqualTo("1777");
        assertThat(answer.json().path("xattrs").toString()).isEqualTo("{\"user.b\":\"AQ==\"}");
        assertThat(answer.json().has("layout")).isFalse();
    }

    @Test
    void patch_withAStaleTag_changesNothing() {
        String stale = metroon.send("PUT", "/v1/fs/raced").header("etag");
        Answer first = metroon.sendJson("PATCH", "/v1/fs/raced", "{\"mode\":\"0600\"}", "If-Match", stale);

        Answer second = metroon.sendJson("PATCH", "/v1/fs/raced", "{\"mode\":\"0666\"}", "If-Match", stale);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.problem()).isEqualTo("412 ECONDITION");
        assertThat(metroon.send("GET", "/v1/fs/raced").json().path("mode").asText())
                .isEqualTo("0600");
    }

    @Test
    void patch_ofALink_followsItUnlessToldNotTo() {
        metroon.send("PUT", "/v1/fs/worn");
        metroon.send("PUT", "/v1/fs/worn-link?type=symlink&target=worn");

        assertThat(metroon.sendJson("PATCH", "/v1/fs/worn-link", "{\"owner\":\"x\"}")
                        .status())
                .isEqualTo(200);

        assertThat(metroon.send("GET", "/v1/fs/worn").json().path("owner").asText())
                .isEqualTo("x");
        assertThat(metroon.send("GET", "/v1/fs/worn-link?follow=false")
                        .json()
                        .path("owner")
                        .asText())
                .isEqualTo("root");
    }

    @Test
    void delete_ofADirectoryThatHasEntries_needsRecursive() {
        metroon.send("PUT", "/v1/fs/full/inner?type=directory&parents=true");

        assertThat(metroon.send("DELETE", "/v1/fs/full").problem()).isEqualTo("409 ENOTEMPTY");
        Answer gone = metroon.send("DELETE", "/v1/fs/full?recursive=true");
        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.octets()).isEmpty();
        assertThat(metroon.send("GET", "/v1/fs/full/inner").problem()).isEqualTo("404 ENOENT");
    }

    @Test
    void delete_withAStaleTag_isRefused() {
        metroon.send("PUT", "/v1/fs/guarded");

        assertThat(metroon.send("DELETE", "/v1/fs/guarded", "If-Match", "\"1-1\"")
                        .problem())
                .isEqualTo("412 ECONDITION");
        assertThat(metroon.send("DELETE", "/v1/fs/absent-too", "If-Match", "*").status())
                .isIn(404, 412);
    }

    @Test
    void aPathThroughAFile_isNotADirectory() {
        metroon.send("PUT", "/v1/fs/leaf");

        Answer answer = metroon.send("GET", "/v1/fs/leaf/below");

        assertThat(answer.problem()).isEqualTo("409 ENOTDIR");
        assertThat(answer.json().path("path").asText()).isEqualTo("/leaf");
    }

    @Test
    void head_tellsWhatGetWould_withoutTheBody() {
        Answer created = metroon.send("PUT", "/v1/fs/measured");

        Answer head = metroon.send("HEAD", "/v1/fs/measured");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.octets()).isEmpty();
        assertThat(head.header("etag")).isEqualTo(created.header("etag"));
        assertThat(head.header("content-length")).isEqualTo(Integer.toString(created.octets().length));
        assertThat(metroon.send("HEAD", "/v1/fs/unmeasured").status()).isEqualTo(404);
    }

    @Test
    void options_namesTheMethods() {
        Answer answer = metroon.send("OPTIONS", "/v1/fs/any/thing");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("allow")).isEqualTo("GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    }
}
