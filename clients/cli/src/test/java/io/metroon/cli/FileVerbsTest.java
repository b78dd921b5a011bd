package io.metroon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of a Unix person. */
class FileVerbsTest {
    @TempDir
    private Path home;

    private CommandLineTester metroon;

    @BeforeEach
    void start() {
        metroon = new CommandLineTester(home);
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    private void done(String... args) {
        assertThat(metroon.run(args)).as(metroon.out() + metroon.err()).isEqualTo(ExitCode.DONE);
    }

    private void refused(String code, String... args) {
        assertThat(metroon.run(args)).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err())
                .startsWith("metroon: ")
                .endsWith("(" + code + ")\n")
                .hasLineCount(1);
    }

    private void tree() {
        done("mkdir", "-p", "/a/b/c");
        done("touch", "/a/x", "/a/b/y");
        done("ln", "-s", "../nowhere", "/a/link");
    }

    @Test
    void ls_listsNamesInOrder_andFilesThemselves() {
        tree();
        done("ls", "/a");
        assertThat(metroon.out()).isEqualTo("b\nlink\nx\n");
        done("ls", "/a/x");
        assertThat(metroon.out()).isEqualTo("/a/x\n");
        done("ls", "-R", "/a");
        assertThat(metroon.out()).isEqualTo("/a:\nb\nlink\nx\n\n/a/b:\nc\ny\n\n/a/b/c:\n");
    }

    @Test
    void lsLong_showsModeOwnerSizeAndTarget() {
        tree();
        done("ls", "-l", "/a");
        assertThat(metroon.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("drwxr-xr-x 1 root root")
                                .endsWith(" b"),
                        line -> assertThat(line).startsWith("lrw").endsWith(" link -> ../nowhere"),
                        line -> assertThat(line).startsWith("-rw-r--r--").endsWith(" x"));
    }

    @Test
    void json_isOneDocumentALine() {
        tree();
        done("ls", "--json", "/a");
        assertThat(metroon.out().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"path\":\"/a/"));
        done("stat", "--json", "/a/link");
        assertThat(metroon.out()).contains("\"type\":\"symlink\"", "\"target\":\"../nowhere\"");
    }

    @Test
    void stat_showsEverything() {
        tree();
        done("stat", "/a/x");
        assertThat(metroon.out()).contains("Path: /a/x", "Type: file", "Mode: 0644/-rw-r--r--", "Modify: 2026-");
    }

    @Test
    void mkdir_refusesWhatExists_unlessParentsAreMade() {
        done("mkdir", "/a");
        refused("EEXIST", "mkdir", "/a");
        done("mkdir", "-p", "/a");
        refused("ENOENT", "mkdir", "/x/y");
        done("mkdir", "-m", "0700", "/m");
        done("stat", "/m");
        assertThat(metroon.out()).contains("0700/drwx------");
    }

    @Test
    void touch_setsTheTimesOfWhatExists() {
        done("touch", "/f");
        done("touch", "/f");
        done("stat", "/f");
        assertThat(metroon.out()).doesNotContain("Modify: 2026-01-02T03:04:05");
        refused("ENOENT", "touch", "-c", "/g");
    }

    @Test
    void mv_replacesMovesInsideRefusesAndExchanges() {
        tree();
        done("touch", "/f");
        done("mv", "/f", "/a");
        done("ls", "/a/f");
        done("mv", "/a/f", "/a/x");
        refused("ENOENT", "ls", "/a/f");
        done("touch", "/f");
        refused("EEXIST", "mv", "-n", "/f", "/a/x");
        done("mv", "-x", "/a/b", "/f");
        done("ls", "/f");
        assertThat(metroon.out()).isEqualTo("c\ny\n");
        assertThat(metroon.run("mv", "/a", "/f", "/nodir")).isEqualTo(ExitCode.USAGE);
        assertThat(metroon.run("mv", "-n", "-x", "/a", "/b")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void rm_needsRecursionForFullDirectories() {
        tree();
        refused("ENOTEMPTY", "rm", "/a");
        done("rm", "-r", "/a");
        refused("ENOENT", "rm", "/a");
        done("rm", "-f", "/a");
        assertThat(metroon.cluster().tree().size()).isZero();
    }

    @Test
    void chmod_takesOctalAndSymbolicModes_recursively() {
        tree();
        done("chmod", "-R", "u=rwX,go-rw", "/a");
        done("stat", "/a/x");
        assertThat(metroon.out()).contains("0600/");
        done("stat", "/a/b");
        assertThat(metroon.out()).contains("0711/");
        done("chmod", "4755", "/a/x");
        done("stat", "/a/x");
        assertThat(metroon.out()).contains("4755/-rwsr-xr-x");
        done("chmod", "g+s,o+t,u-s", "/a/x");
        done("stat", "/a/x");
        assertThat(metroon.out()).contains("3755/-rwxr-sr-t");
        assertThat(metroon.run("chmod", "9", "/a")).isEqualTo(ExitCode.USAGE);
        assertThat(metroon.run("chmod", "u+q", "/a")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void chown_takesOwnerAndGroup() {
        tree();
        done("chown", "-R", "alice:staff", "/a");
        done("chown", ":1234", "/a/x");
        done("stat", "/a/x");
        assertThat(metroon.out()).contains("Owner: alice  Group: 1234");
        assertThat(metroon.run("chown", ":", "/a")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void find_filtersByNameTypeDepthAndSize() {
        tree();
        done("find", "/a");
        assertThat(metroon.out()).isEqualTo("/a\n/a/b\n/a/b/c\n/a/b/y\n/a/link\n/a/x\n");
        done("find", "/a", "-type", "d", "-maxdepth", "1");
        assertThat(metroon.out()).isEqualTo("/a\n/a/b\n");
        done("find", "/", "-name", "[x-z]");
        assertThat(metroon.out()).isEqualTo("/a/b/y\n/a/x\n");
        done("find", "/a", "-size", "+5");
        assertThat(metroon.out()).isEqualTo("/a/link\n");
    }

    @Test
    void du_addsUpBottomUp() {
        done("mkdir", "-p", "/a/b");
        metroon.input(new byte[1000]);
        done("put", "-", "/a/b/f");
        done("put", "-", "/a/g");
        done("du", "/a");
        assertThat(metroon.out()).isEqualTo("1000\t2\t/a/b\n2000\t4\t/a\n");
        done("du", "-s", "--human", "/a");
        assertThat(metroon.out()).isEqualTo("2.0K\t4\t/a\n");
    }

    @Test
    void tree_drawsBranches() {
        tree();
        done("tree", "/a");
        assertThat(metroon.out())
                .isEqualTo(
                        "/a\n├── b\n│   ├── c\n│   └── y\n├── link -> ../nowhere\n└── x\n\n2 directories, 3 other entries\n");
        done("tree", "-L", "1", "/a");
        assertThat(metroon.out()).doesNotContain("y\n");
    }

    @Test
    void putCatAndGet_carryBytes() throws IOException {
        byte[] content = {0, (byte) 0xFF, 10};
        Path file = Files.write(home.resolve("local"), content);
        done("mkdir", "/d");
        done("put", file.toString(), "/d");
        done("cat", "/d/local");
        assertThat(metroon.outOctets()).isEqualTo(content);
        done("get", "/d/local", home.resolve("copy").toString());
        assertThat(home.resolve("copy")).hasBinaryContent(content);
        Files.write(file, new byte[(16 << 20) + 1]);
        refused("EFBIG", "put", file.toString(), "/big");
    }

    @Test
    void namesThatAreNotUtf8_arePassedAndPrintedOctetByOctet() {
        String argument = "/" + Arguments.escaped(new byte[] {(byte) 0xFF, 'a'});
        done("touch", argument);
        done("ls", "/");
        assertThat(metroon.outOctets()).isEqualTo(new byte[] {(byte) 0xFF, 'a', '\n'});
        done("ls", "--json", "/");
        assertThat(metroon.out()).contains("\"pathBytes\":\"/%FFa\"");
        done("rm", argument);
        done("touch", "/é%41");
        done("ls", "/");
        assertThat(metroon.outOctets()).isEqualTo("é%41\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void putAndGet_carryFilesOfSeveralChunks() throws IOException {
        byte[] content = new byte[9_000_001];
        new Random(2).nextBytes(content);
        Path from = Files.write(home.resolve("from"), content);
        Path to = home.resolve("to");
        done("put", from.toString(), "/large");
        done("get", "/large", to.toString());
        assertThat(to).hasBinaryContent(content);
        done("get", "/large", to.toString());
        try (var left = Files.list(home)) {
            assertThat(left).containsExactlyInAnyOrder(from, to);
        }
    }
}
