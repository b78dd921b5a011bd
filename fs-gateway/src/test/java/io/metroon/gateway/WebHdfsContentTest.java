package io.metroon.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Chunk;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** APPEND, TRUNCATE and CONCAT on content that is inline and in chunks. */
final class WebHdfsContentTest {
    private static final long CHUNK_LIFE_MILLIS = 5_000;
    private static final int INLINE_MAX = 64 << 10;
    private static final String SLOW_APPEND = """
            POST /webhdfs/v1/f?op=APPEND&data=true HTTP/1.1
            Host: localhost
            Content-Type: application/octet-stream
            Content-Length: 10
            Expect: 100-continue

            """;

    @TempDir
    private Path root;

    private final Random random = new Random(7);
    private DirectoryContentStore store;
    private RunningGateway metroon;

    @BeforeEach
    void start() {
        store = new DirectoryContentStore(root.resolve("chunks"));
        metroon = new RunningGateway(store, CHUNK_LIFE_MILLIS);
    }

    @AfterEach
    void stop() {
        metroon.close();
        store.close();
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = Arrays.copyOf(parts[0], length);
        int at = parts[0].length;
        for (int i = 1; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, all, at, parts[i].length);
            at += parts[i].length;
        }
        return all;
    }

    private Answer put(String path, byte[] octets) {
        return metroon.sendOctets("PUT", "/webhdfs/v1" + path + "?op=CREATE&overwrite=true&data=true", octets);
    }

    private Answer append(String path, byte[] octets) {
        Answer first = metroon.send("POST", "/webhdfs/v1" + path + "?op=APPEND");
        if (first.status() != 307) {
            return first;
        }
        URI there = URI.create(first.header("location"));
        return metroon.sendOctets("POST", there.getRawPath() + "?" + there.getRawQuery(), octets);
    }

    private Answer truncate(String path, long length) {
        return metroon.send("POST", "/webhdfs/v1" + path + "?op=TRUNCATE&newlength=" + length);
    }

    private Answer concat(String path, String... sources) {
        String joined = URLEncoder.encode(String.join(",", sources), UTF_8);
        return metroon.send("POST", "/webhdfs/v1" + path + "?op=CONCAT&sources=" + joined);
    }

    private byte[] read(String path) {
        return metroon.send("GET", "/webhdfs/v1" + path + "?op=OPEN&data=true").octets();
    }

    private static String thrown(Answer answer) {
        return answer.status() + " "
                + answer.json().at("/RemoteException/exception").asText();
    }

    /** Lets the log's clock pass the deadlines of all chunks. */
    private void passDeadlines() {
        for (int i = 0; i < 20; i++) {
            metroon.clockMillis.addAndGet(2_000);
            metroon.send("PUT", "/v1/fs/tick?exists=ok");
        }
    }

    @Test
    void append_growsAFileFromNothingThroughInlineToChunks() {
        byte[] all = {};
        put("/f", all);
        for (int length : new int[] {0, 5, INLINE_MAX - 5, 1, 100_000, Chunk.BYTES_MAX, 3}) {
            byte[] more = octets(length);
            passDeadlines();
            Answer answer = append("/f", more);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.octets()).isEmpty();
            all = joined(all, more);
            assertThat(read("/f")).isEqualTo(all);
        }
    }

    @Test
    void append_takesWholeChunksUp_andRewritesOnlyTheLast() {
        byte[] old = octets(3 * Chunk.BYTES_MAX + 10);
        put("/f", old);
        passDeadlines();
        int puts = store.puts();

        byte[] more = octets(1_000);
        assertThat(append("/f", more).status()).isEqualTo(200);

        assertThat(store.puts() - puts).isOne();
        assertThat(read("/f")).isEqualTo(joined(old, more));
    }

    @Test
    void append_toNothing_toADirectory_andUnderAKey_isRefused() {
        metroon.send("PUT", "/v1/fs/d?type=directory");

        assertThat(thrown(append("/no", octets(1)))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(append("/d", octets(1)))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(metroon.sendOctets("POST", "/webhdfs/v1/no?op=APPEND&data=true", octets(9))))
                .isEqualTo("404 FileNotFoundException");
        assertThat(thrown(metroon.send("POST", "/webhdfs/v1/d?op=APPEND", "Idempotency-Key", "k")))
                .isEqualTo("400 IllegalArgumentException");
    }

    @Test
    void append_toAFileThatChangedMeanwhile_isRefused_andLosesNothing() {
        put("/f", octets(100));
        try (RawConnection slow = metroon.connect()) {
            slow.say(SLOW_APPEND);
            // The go-ahead comes when the file has been looked at.
            assertThat(slow.hear().status()).isEqualTo(100);
            byte[] other = octets(7);
            put("/f", other);
            slow.say("0123456789");

            assertThat(thrown(slow.hear())).isEqualTo("403 AlreadyBeingCreatedException");
            assertThat(read("/f")).isEqualTo(other);
        }
    }

    @Test
    void append_toAFileThatWasMovedMeanwhile_findsNoFile_andLeavesItAsItWas() {
        byte[] octets = octets(100);
        put("/f", octets);
        try (RawConnection slow = metroon.connect()) {
            slow.say(SLOW_APPEND);
            assertThat(slow.hear().status()).isEqualTo(100);
            metroon.sendJson("POST", "/v1/rename", "{\"from\":\"/f\",\"to\":\"/g\"}");
            slow.say("0123456789");

            assertThat(thrown(slow.hear())).isEqualTo("404 FileNotFoundException");
            assertThat(read("/g")).isEqualTo(octets);
        }
    }

    @Test
    void truncate_cutsAtAndInsideChunks_andDownToNothing() {
        byte[] old = octets(2 * Chunk.BYTES_MAX + 10);
        put("/f", old);
        int[] lengths = {
            old.length,
            2 * Chunk.BYTES_MAX + 3,
            2 * Chunk.BYTES_MAX,
            Chunk.BYTES_MAX + 70_000,
            Chunk.BYTES_MAX - 1,
            INLINE_MAX + 1,
            INLINE_MAX,
            9,
            0
        };
        for (int length : lengths) {
            passDeadlines();
            assertThat(truncate("/f", length).text()).isEqualTo("{\"boolean\":true}");
            assertThat(read("/f")).isEqualTo(Arrays.copyOf(old, length));
        }
    }

    @Test
    void truncate_toMoreOrLessThanThereCanBe_isRefused() {
        put("/f", octets(10));

        assertThat(thrown(truncate("/f", 11))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(truncate("/f", -1))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(truncate("/no", 0))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(truncate("/", 0))).isEqualTo("404 FileNotFoundException");
        assertThat(read("/f")).hasSize(10);
    }

    @Test
    void concat_joinsFilesOfAnyKind_andTheSourcesAreGone() {
        byte[] target = octets(70_000);
        byte[] small = octets(10);
        byte[] large = octets(Chunk.BYTES_MAX + 100_000);
        put("/d/target", target);
        put("/d/small", small);
        put("/d/large", large);
        put("/d/empty", new byte[0]);
        put("/e/last", small);
        passDeadlines();

        Answer answer = concat("/d/target", "/d/small", "/d/large", "/d/empty", "/e/last");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(read("/d/target")).isEqualTo(joined(target, small, large, small));
        assertThat(metroon.send("GET", "/v1/fs/d?list").json().path("entries")).hasSize(1);
        assertThat(metroon.send("GET", "/v1/fs/e/last").status()).isEqualTo(404);
    }

    @Test
    void concat_ofWhatIsSmallTogether_staysInline() {
        put("/a", "one ".getBytes(UTF_8));
        put("/b", "two".getBytes(UTF_8));

        assertThat(concat("/a", "/b").status()).isEqualTo(200);
        assertThat(new String(read("/a"), UTF_8)).isEqualTo("one two");
        assertThat(store.puts()).isZero();
    }

    @Test
    void concat_thatCannotBeDone_changesNothing() {
        put("/a", octets(10));
        put("/b", octets(10));
        metroon.send("PUT", "/v1/fs/d?type=directory");
        metroon.send("PUT", "/v1/fs/link?type=symlink&target=b");

        assertThat(thrown(concat("/a"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(concat("/a", "/a"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(concat("/a", "/b", "/b"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(concat("/a", "/b", "/no"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(concat("/no", "/b"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(concat("/a", "/b", "/d"))).isEqualTo("404 FileNotFoundException");
        assertThat(thrown(concat("/a", "/link"))).isEqualTo("404 FileNotFoundException");
        String lock =
                "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>";
        metroon.sendOctets("LOCK", "/dav/b", lock.getBytes(UTF_8));
        assertThat(thrown(concat("/a", "/b"))).isEqualTo("403 AlreadyBeingCreatedException");
        assertThat(read("/a")).hasSize(10);
        assertThat(read("/b")).hasSize(10);
    }

    /** More chunks than one command names: the first part of such a write is staged, long after its chunks' deadlines. */
    @Test
    void aFileOfManyChunks_isJoined_appendedTo_andCut() {
        byte[][] parts = new byte[301][];
        String[] sources = new String[300];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = octets(INLINE_MAX + 1 + i);
            put("/p" + i, parts[i]);
            if (i > 0) {
                sources[i - 1] = "/p" + i;
            }
        }
        passDeadlines();
        int puts = store.puts();

        assertThat(concat("/p0", sources).status()).isEqualTo(200);
        byte[] all = joined(parts);
        assertThat(read("/p0")).isEqualTo(all);
        // The first, under a new deadline, and the last, which might have been continued.
        assertThat(store.puts() - puts).isEqualTo(2);

        passDeadlines();
        byte[] more = octets(100);
        assertThat(append("/p0", more).status()).isEqualTo(200);
        assertThat(read("/p0")).isEqualTo(joined(all, more));

        passDeadlines();
        assertThat(truncate("/p0", all.length - 50).status()).isEqualTo(200);
        assertThat(read("/p0")).isEqualTo(Arrays.copyOf(all, all.length - 50));
    }
}
