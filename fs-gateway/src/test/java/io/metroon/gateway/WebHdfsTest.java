package io.metroon.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebHDFS at {@code /webhdfs/v1/}: entries and their attributes. */
final class WebHdfsTest {
    private RunningGateway metroon;

    @BeforeEach
    void start() {
        metroon = new RunningGateway();
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    private Answer hdfs(String method, String path, String query) {
        return metroon.send(method, "/webhdfs/v1" + path + "?" + query);
    }

    private Answer create(String path, String query, String text) {
        Answer first = hdfs("PUT", path, "op=CREATE&" + query);
        return first.status() == 307 ? followed("PUT", first, text) : first;
    }

    private Answer followed(String method, Answer first, String text) {
        URI there = URI.create(first.header("location"));
        return metroon.sendOctets(method, there.getRawPath() + "?" + there.getRawQuery(), text.getBytes(UTF_8));
    }

    private Answer open(String path, String query) {
        Answer first = hdfs("GET", path, "op=OPEN&" + query);
        return first.status() == 307 ? followed("GET", first, "") : first;
    }

    private static String thrown(Answer answer) {
        JsonNode remote = answer.json().path("RemoteException");
        assertThat(remote.path("javaClassName").asText())
                .endsWith(remote.path("exception").asText());
        assertThat(remote.path("message").asText()).isNotEmpty();
        return answer.status() + " " + remote.path("exception").asText();
    }

    private JsonNode status(String path) {
        return hdfs("GET", path, "op=GETFILESTATUS").json().path("FileStatus");
    }

    private boolean rename(String from, String to) {
        return hdfs("PUT", from, "op=RENAME&destination=" + to)
                .json()
                .path("boolean")
                .asBoolean();
    }

    @Test
    void aFile_isMadeInTwoSteps_atOneNode_withItsParents() {
        Answer first = hdfs("PUT", "/a/b/f", "op=CREATE&user.name=ada&permission=600");

        assertThat(first.status()).isEqualTo(307);
        assertThat(first.header("location")).startsWith("http://127.0.0.1:" + metroon.port + "/webhdfs/v1/a/b/f?");
        assertThat(hdfs("GET", "/a", "op=GETFILESTATUS").status()).isEqualTo(404);

        Answer second = followed("PUT", first, "hello");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("location")).isEqualTo("webhdfs://127.0.0.1:" + metroon.port + "/a/b/f");
        JsonNode status = status("/a/b/f");
        assertThat(status.path("type").asText()).isEqualTo("FILE");
        assertThat(status.path("length").asInt()).isEqualTo(5);
        assertThat(status.path("owner").asText()).isEqualTo("ada");
        assertThat(status.path("permission").asText()).isEqualTo("600");
        assertThat(status.path("pathSuffix").asText()).isEmpty();
        assertThat(status.path("modificationTime").asLong()).isEqualTo(RunningGateway.START_MILLIS);
        assertThat(status("/a").path("type").asText()).isEqualTo("DIRECTORY");
    }

    @Test
    void namesOfOperationsAndParameters_areReadWithoutRegardToCase_andUnknownOnesIgnored() {
        assertThat(hdfs("PUT", "/d", "OP=mkdirs&PERMISSION=700&buffersize=null&what=ever")
                        .status())
                .isEqualTo(200);
        assertThat(status("/d").path("permission").asText()).isEqualTo("700");
    }

    @Test
    void noredirect_answersTheLocation() {
        Answer first = hdfs("PUT", "/f", "op=CREATE&noredirect=true");

        assertThat(first.status()).isEqualTo(200);
        URI there = URI.create(first.json().path("Location").asText());
        assertThat(metroon.sendOctets("PUT", there.getRawPath() + "?" + there.getRawQuery(), new byte[3])
                        .status())
                .isEqualTo(201);
        assertThat(hdfs("GET", "/f", "op=OPEN&noredirect=true").json().has("Location"))
                .isTrue();
    }

    @Test
    void create_overSomething_isRefusedBeforeTheBytes_andAgainAfterThem() {
        Answer early = hdfs("PUT", "/f", "op=CREATE");
        create("/f", "", "one");

        assertThat(thrown(create("/f", "", "two"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(followed("PUT", early, "three"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(create("/f", "overwrite=true", "four").status()).isEqualTo(201);
        assertThat(create("/f", "createflag=CREATE,OVERWRITE", "five").status()).isEqualTo(201);
        assertThat(open("/f", "").text()).isEqualTo("five");
    }

    @Test
    void aRepeatUnderItsKey_isTheFirstAnswer() {
        String target = "/webhdfs/v1/f?op=CREATE&data=true";
        byte[] octets = "x".getBytes(UTF_8);

        assertThat(metroon.sendOctets("PUT", target, octets, "Idempotency-Key", "k")
                        .status())
                .isEqualTo(201);
        Answer again = metroon.sendOctets("PUT", target, octets, "Idempotency-Key", "k");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(thrown(metroon.sendOctets("PUT", target, octets))).isEqualTo("403 FileAlreadyExistsException");
        String delete = "/webhdfs/v1/f?op=DELETE";
        assertThat(metroon.send("DELETE", delete, "Idempotency-Key", "d").text())
                .isEqualTo("{\"boolean\":true}");
        assertThat(metroon.send("DELETE", delete, "Idempotency-Key", "d").text())
                .isEqualTo("{\"boolean\":true}");
    }

    @Test
    void create_inImpossiblePlaces_saysWhichParentIsToBlame() {
        create("/f", "", "x");
        hdfs("PUT", "/d", "op=MKDIRS");

        assertThat(thrown(create("/f/g", "", "x"))).isEqualTo("403 ParentNotDirectoryException");
        assertThat(thrown(create("/d", "overwrite=true", "x"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(create("/", "overwrite=true", "x"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(create("/no/f", "createparent=false", "x"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(create("/a:b", "", "x"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(create("/a/../b", "", "x"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(create("/g", "createflag=APPEND", "x"))).isEqualTo("400 IllegalArgumentException");
    }

    @Test
    void open_answersAPart_andNothingBeyondTheEnd() {
        create("/f", "", "0123456789");

        assertThat(open("/f", "").text()).isEqualTo("0123456789");
        assertThat(open("/f", "offset=2&length=3").text()).isEqualTo("234");
        assertThat(open("/f", "offset=8&length=30").text()).isEqualTo("89");
        assertThat(open("/f", "offset=10").octets()).isEmpty();
        assertThat(open("/f", "offset=99").octets()).isEmpty();
        assertThat(thrown(open("/f", "offset=-1"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(open("/", ""))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(open("/g", ""))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(open("/f/g", ""))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(hdfs("GET", "/", "op=OPEN&data=true"))).isEqualTo("404 FileNotFoundException");
        assertThat(open("/f", "").header("content-security-policy")).isEqualTo("sandbox");
    }

    @Test
    void mkdirs_isTrueForADirectoryThatIsThere_andRefusedWhereAFileIs() {
        create("/f", "", "x");
        metroon.send("PUT", "/v1/fs/link?type=symlink&target=a");

        assertThat(hdfs("PUT", "/a/b", "op=MKDIRS").text()).isEqualTo("{\"boolean\":true}");
        assertThat(hdfs("PUT", "/a/b", "op=MKDIRS").text()).isEqualTo("{\"boolean\":true}");
        assertThat(hdfs("PUT", "/", "op=MKDIRS").text()).isEqualTo("{\"boolean\":true}");
        assertThat(hdfs("PUT", "/link", "op=MKDIRS").text()).isEqualTo("{\"boolean\":true}");
        assertThat(thrown(hdfs("PUT", "/f", "op=MKDIRS"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(hdfs("PUT", "/f/g/h", "op=MKDIRS"))).isEqualTo("403 ParentNotDirectoryException");
        assertThat(thrown(hdfs("PUT", "/g", "op=MKDIRS&permission=8"))).isEqualTo("400 IllegalArgumentException");
    }

    @Test
    void list_showsAllOfADirectory_andAFileItself() {
        for (int i = 0; i < 1_300; i++) {
            metroon.send("PUT", "/v1/fs/d/f" + (10_000 + i) + (i == 0 ? "?parents=true" : ""));
        }
        metroon.send("PUT", "/v1/fs/d/link?type=symlink&target=f");

        JsonNode all = hdfs("GET", "/d", "op=LISTSTATUS").json().at("/FileStatuses/FileStatus");
        assertThat(all).hasSize(1_301);
        assertThat(all.get(0).path("pathSuffix").asText()).isEqualTo("f10000");
        assertThat(all.get(1_300).path("type").asText()).isEqualTo("SYMLINK");
        assertThat(all.get(1_300).path("symlink").asText()).isEqualTo("f");
        JsonNode one = hdfs("GET", "/d/f10000", "op=LISTSTATUS").json().at("/FileStatuses/FileStatus");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).path("pathSuffix").asText()).isEmpty();
        assertThat(thrown(hdfs("GET", "/no", "op=LISTSTATUS"))).isEqualTo("404 FileNotFoundException");
        hdfs("PUT", "/e", "op=MKDIRS");
        assertThat(hdfs("GET", "/e", "op=LISTSTATUS").text()).isEqualTo("{\"FileStatuses\":{\"FileStatus\":[]}}");
    }

    @Test
    void pagesAfterANameThatTheClientHasSeen_showEachEntryOnce_andEnd() {
        hdfs("PUT", "/d", "op=MKDIRS");
        for (int i = 0; i < 2_500; i++) {
            metroon.send("PUT", "/v1/fs/d/f" + (10_000 + i));
        }
        List<String> seen = new ArrayList<>();
        int remaining = 1;
        while (remaining > 0) {
            String after = seen.isEmpty() ? "" : seen.get(seen.size() - 1);
            JsonNode page = hdfs("GET", "/d", "op=LISTSTATUS_BATCH&startafter=" + after)
                    .json()
                    .path("DirectoryListing");
            page.at("/partialListing/FileStatuses/FileStatus")
                    .forEach(entry -> seen.add(entry.path("pathSuffix").asText()));
            remaining = page.path("remainingEntries").asInt();
            assertThat(seen).hasSizeLessThanOrEqualTo(2_500);
        }
        assertThat(seen).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(hdfs("GET", "/d/f10000", "op=LISTSTATUS_BATCH")
                        .json()
                        .at("/DirectoryListing/partialListing/FileStatuses/FileStatus"))
                .hasSize(1);
    }

    @Test
    void rename_movesIntoADirectoryThatIsThere_andIsFalseWhereItCannotBe() {
        create("/f", "", "x");
        hdfs("PUT", "/d/sub", "op=MKDIRS");

        assertThat(rename("/f", "/d")).isTrue();
        assertThat(status("/d/f").path("length").asInt()).isOne();
        assertThat(rename("/d/f", "/d/f")).isTrue();
        assertThat(rename("/d/f", "/d")).isTrue();
        create("/g", "", "y");
        assertThat(rename("/g", "/d/f")).isFalse();
        assertThat(rename("/g", "/no/g")).isFalse();
        assertThat(rename("/no", "/h")).isFalse();
        assertThat(rename("/g/no", "/h")).isFalse();
        assertThat(rename("/d", "/d/sub/e")).isFalse();
        assertThat(rename("/d", "/d")).isFalse();
        assertThat(rename("/", "/h")).isFalse();
        assertThat(rename("/d/f", "/")).isTrue();
        assertThat(open("/f", "").text()).isEqualTo("x");
        assertThat(thrown(hdfs("PUT", "/d", "op=RENAME&destination=/g/h")))
                .isEqualTo("403 ParentNotDirectoryException");
        assertThat(thrown(hdfs("PUT", "/d", "op=RENAME&destination=h"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(hdfs("PUT", "/d", "op=RENAME"))).isEqualTo("400 IllegalArgumentException");
    }

    private Answer strict(String from, String to, String options) {
        return hdfs("PUT", from, "op=RENAME&destination=" + to + "&renameoptions=" + options);
    }

    @Test
    void renameWithOptions_isStrict_andReplacesAtOnce() {
        create("/f", "", "x");
        create("/g", "", "y");
        hdfs("PUT", "/d/sub", "op=MKDIRS");
        hdfs("PUT", "/e", "op=MKDIRS");

        assertThat(thrown(strict("/f", "/g", "NONE"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(strict("/f", "/f", "OVERWRITE"))).isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(strict("/no", "/no", "NONE"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(strict("/no", "/h", "NONE"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(strict("/f", "/no/h", "NONE"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(strict("/f", "/g/h", "NONE"))).isEqualTo("403 ParentNotDirectoryException");
        assertThat(thrown(strict("/f/x", "/h", "NONE"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(strict("/f", "/e", "OVERWRITE"))).isEqualTo("403 IOException");
        assertThat(thrown(strict("/e", "/f", "OVERWRITE"))).isEqualTo("403 IOException");
        assertThat(thrown(strict("/e", "/d", "OVERWRITE"))).isEqualTo("403 IOException");
        assertThat(thrown(strict("/d", "/d/sub/x", "NONE"))).isEqualTo("403 IOException");
        assertThat(thrown(strict("/", "/x", "NONE"))).isEqualTo("403 IOException");
        Answer done = strict("/f", "/g", "overwrite");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.octets()).isEmpty();
        assertThat(open("/g", "").text()).isEqualTo("x");
        assertThat(strict("/d", "/e", "OVERWRITE,TO_TRASH").status()).isEqualTo(200);
        assertThat(status("/e/sub").path("type").asText()).isEqualTo("DIRECTORY");
    }

    @Test
    void delete_isFalseForWhatIsNotThere_andSparesWhatIsFull() {
        create("/d/f", "", "x");

        assertThat(thrown(hdfs("DELETE", "/d", "op=DELETE"))).isEqualTo("403 PathIsNotEmptyDirectoryException");
        assertThat(thrown(hdfs("DELETE", "/", "op=DELETE"))).isEqualTo("403 PathIsNotEmptyDirectoryException");
        assertThat(hdfs("DELETE", "/", "op=DELETE&recursive=true").text()).isEqualTo("{\"boolean\":false}");
        assertThat(hdfs("DELETE", "/d/f/g", "op=DELETE").text()).isEqualTo("{\"boolean\":false}");
        assertThat(hdfs("DELETE", "/d", "op=DELETE&recursive=true").text()).isEqualTo("{\"boolean\":true}");
        assertThat(hdfs("DELETE", "/d", "op=DELETE&recursive=true").text()).isEqualTo("{\"boolean\":false}");
        assertThat(hdfs("DELETE", "/", "op=DELETE").text()).isEqualTo("{\"boolean\":false}");
    }

    @Test
    void attributes_areSet_andMinusOneLeavesATimeAsItIs() {
        create("/f", "", "x");

        assertThat(hdfs("PUT", "/f", "op=SETPERMISSION&permission=1750").octets())
                .isEmpty();
        hdfs("PUT", "/f", "op=SETOWNER&owner=ada");
        hdfs("PUT", "/f", "op=SETOWNER&group=staff&owner=");
        hdfs("PUT", "/f", "op=SETTIMES&modificationtime=1000&accesstime=-1");
        JsonNode status = status("/f");
        assertThat(status.path("permission").asText()).isEqualTo("1750");
        assertThat(status.path("owner").asText()).isEqualTo("ada");
        assertThat(status.path("group").asText()).isEqualTo("staff");
        assertThat(status.path("modificationTime").asLong()).isEqualTo(1_000);
        assertThat(status.path("accessTime").asLong()).isEqualTo(RunningGateway.START_MILLIS);
        assertThat(thrown(hdfs("PUT", "/f", "op=SETOWNER"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(hdfs("PUT", "/f", "op=SETPERMISSION"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(hdfs("PUT", "/no", "op=SETTIMES&accesstime=1"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(hdfs("PUT", "/f", "op=SETTIMES&accesstime=-2"))).isEqualTo("400 IllegalArgumentException");
    }

    @Test
    void symlinks_areMade_followed_andLookedAtThemselves() {
        create("/f", "", "hello");

        assertThat(hdfs("PUT", "/a/link", "op=CREATESYMLINK&destination=/f").status())
                .isEqualTo(200);
        assertThat(status("/a/link").path("length").asInt()).isEqualTo(5);
        JsonNode link = hdfs("GET", "/a/link", "op=GETFILELINKSTATUS").json().path("FileStatus");
        assertThat(link.path("type").asText()).isEqualTo("SYMLINK");
        assertThat(link.path("symlink").asText()).isEqualTo("/f");
        assertThat(hdfs("GET", "/a/link", "op=GETLINKTARGET").text()).isEqualTo("{\"Path\":\"/f\"}");
        assertThat(thrown(hdfs("GET", "/f", "op=GETLINKTARGET"))).isEqualTo("403 IOException");
        assertThat(thrown(hdfs("PUT", "/f", "op=CREATESYMLINK&destination=/g")))
                .isEqualTo("403 FileAlreadyExistsException");
        assertThat(thrown(hdfs("PUT", "/b/l", "op=CREATESYMLINK&destination=/g&createParent=false")))
                .isEqualTo("404 FileNotFoundException");
    }

    @Test
    void summaries_countASubtree_andTheWhole() {
        create("/d/e/f", "", "hello");
        create("/d/g", "", "you");

        JsonNode summary = hdfs("GET", "/d", "op=GETCONTENTSUMMARY").json().path("ContentSummary");
        assertThat(summary.path("directoryCount").asInt()).isEqualTo(2);
        assertThat(summary.path("fileCount").asInt()).isEqualTo(2);
        assertThat(summary.path("length").asInt()).isEqualTo(8);
        assertThat(summary.path("quota").asInt()).isEqualTo(-1);
        assertThat(hdfs("GET", "/", "op=GETCONTENTSUMMARY")
                        .json()
                        .at("/ContentSummary/directoryCount")
                        .asInt())
                .isEqualTo(3);
        assertThat(hdfs("GET", "/d/g", "op=GETCONTENTSUMMARY")
                        .json()
                        .at("/ContentSummary/fileCount")
                        .asInt())
                .isOne();
        assertThat(hdfs("GET", "/d", "op=GETQUOTAUSAGE")
                        .json()
                        .at("/QuotaUsage/fileAndDirectoryCount")
                        .asInt())
                .isEqualTo(4);
        assertThat(thrown(hdfs("GET", "/no", "op=GETCONTENTSUMMARY"))).isEqualTo("404 FileNotFoundException");
    }

    @Test
    void questionsAboutTheServer_areAnswered() {
        create("/f", "", "hello");

        assertThat(hdfs("GET", "/", "op=GETHOMEDIRECTORY&user.name=ada").text()).isEqualTo("{\"Path\":\"/user/ada\"}");
        assertThat(hdfs("GET", "/", "op=GETHOMEDIRECTORY&user.name=ada&doas=bob")
                        .text())
                .isEqualTo("{\"Path\":\"/user/bob\"}");
        assertThat(hdfs("GET", "/", "op=GETTRASHROOT&user.name=ada").text())
                .isEqualTo("{\"Path\":\"/user/ada/.Trash\"}");
        assertThat(hdfs("GET", "/", "op=GETSERVERDEFAULTS")
                        .json()
                        .at("/FsServerDefaults/blockSize")
                        .asLong())
                .isEqualTo(128L << 20);
        JsonNode room = hdfs("GET", "/", "op=GETSTATUS").json().path("FsStatus");
        assertThat(room.path("used").asLong()).isEqualTo(5);
        assertThat(room.path("capacity").asLong()).isEqualTo((1L << 30) + 5);
        assertThat(hdfs("GET", "/f", "op=CHECKACCESS&fsaction=rw-").octets()).isEmpty();
        assertThat(thrown(hdfs("GET", "/no", "op=CHECKACCESS&fsaction=r--"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(hdfs("GET", "/f", "op=CHECKACCESS&fsaction=7"))).isEqualTo("400 IllegalArgumentException");
    }

    @Test
    void blocks_areAtEveryNode() {
        create("/f", "", "hello");
        create("/empty", "", "");

        JsonNode block = hdfs("GET", "/f", "op=GETFILEBLOCKLOCATIONS&offset=0&length=99")
                .json()
                .at("/BlockLocations/BlockLocation/0");
        assertThat(block.path("length").asInt()).isEqualTo(5);
        assertThat(block.path("names").get(1).asText()).isEqualTo("127.0.0.1:8421");
        JsonNode located = hdfs("GET", "/f", "op=GET_BLOCK_LOCATIONS").json().path("LocatedBlocks");
        assertThat(located.path("fileLength").asInt()).isEqualTo(5);
        assertThat(located.at("/locatedBlocks/0/locations/0/xferPort").asInt()).isEqualTo(8420);
        assertThat(hdfs("GET", "/empty", "op=GETFILEBLOCKLOCATIONS").json().at("/BlockLocations/BlockLocation"))
                .isEmpty();
        assertThat(hdfs("GET", "/f", "op=GETFILEBLOCKLOCATIONS&offset=5").json().at("/BlockLocations/BlockLocation"))
                .isEmpty();
        assertThat(thrown(hdfs("GET", "/", "op=GETFILEBLOCKLOCATIONS"))).isEqualTo("404 FileNotFoundException");
    }

    /** As Hadoop's client does, which encodes only what ASCII has. */
    @Test
    void namesBeyondAscii_mayComeAsTheyAre_andLeadToALegalUrl() {
        String raw = new String("/ü 日本|[x]".replace(" ", "%20").getBytes(UTF_8), ISO_8859_1);
        try (RawConnection connection = metroon.connect()) {
            connection.say("PUT /webhdfs/v1" + raw + "?op=CREATE HTTP/1.1\nHost: 127.0.0.1:" + metroon.port + "\n\n");
            Answer first = connection.hear();
            assertThat(first.status()).isEqualTo(307);
            assertThat(first.header("location")).contains("/%C3%BC%20%E6%97%A5%E6%9C%AC%7C[x]?op=CREATE&data=true");
        }
        try (RawConnection connection = metroon.connect()) {
            connection.say("PUT /webhdfs/v1" + raw + "?op=CREATE&data=true HTTP/1.1\nHost: 127.0.0.1:" + metroon.port
                    + "\nContent-Length: 1\n\nx");
            Answer second = connection.hear();
            assertThat(second.status()).isEqualTo(201);
            assertThat(second.header("location")).endsWith("/%C3%BC%20%E6%97%A5%E6%9C%AC%7C[x]");
        }
        JsonNode entry = hdfs("GET", "/", "op=LISTSTATUS").json().at("/FileStatuses/FileStatus/0");
        assertThat(entry.path("pathSuffix").asText()).isEqualTo("ü 日本|[x]");
    }

    @Test
    void namesThatAreNotText_areShownAndDoNoHarm() {
        metroon.send("PUT", "/v1/fs/d?type=directory");
        metroon.send("PUT", "/v1/fs/d/a%FFb");

        JsonNode entry = hdfs("GET", "/d", "op=LISTSTATUS").json().at("/FileStatuses/FileStatus/0");
        assertThat(entry.path("pathSuffix").asText()).isEqualTo("a\uFFFDb");
        assertThat(entry.path("pathSuffixBytes").asText()).isEqualTo("a%FFb");
        assertThat(status("/d/a%FFb").path("type").asText()).isEqualTo("FILE");
        assertThat(rename("/d/a%FFb", "/d/a+b%25%C3%A9")).isTrue();
        assertThat(status("/d/a%20b%25%C3%A9").path("type").asText()).isEqualTo("FILE");
    }
}
