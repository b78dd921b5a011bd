package io.metroon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.client.Attributes;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.Stat;
import io.metroon.client.loopback.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real directory goes in and comes out the same. */
class TransferTest {
    private static final Octets ODD = Octets.of(new byte[] {(byte) 0xFF, ' ', (byte) 0xE9, '%', '\n', '\''});

    @TempDir
    private Path home;

    private CommandLineTester metroon;
    private Path source;

    @BeforeEach
    void start() throws IOException {
        metroon = new CommandLineTester(home);
        source = Files.createDirectory(home.resolve("source"));
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    private void fill() throws IOException {
        Path sub = Files.createDirectories(source.resolve("sub/deeper"));
        Files.write(source.resolve("empty"), new byte[0]);
        Files.write(source.resolve("small"), new byte[] {1, 2, 3});
        Files.write(LocalPaths.child(sub, ODD), new byte[] {4});
        Files.createDirectory(LocalPaths.child(source, ODD));
        Files.write(LocalPaths.child(LocalPaths.child(source, ODD), Octets.of("é")), new byte[] {5});
        LocalPaths.createLink(source.resolve("link"), Octets.of("../nowhere"));
        LocalPaths.createLink(LocalPaths.child(sub, Octets.of("oddlink")), ODD);
        LocalPaths.createLink(source.resolve("slashes"), Octets.of("a//b/"));
        Files.setAttribute(source.resolve("small"), "unix:mode", 06751);
        Files.setAttribute(sub, "unix:mode", 01700);
        time(source.resolve("small"), "2001-02-03T04:05:06.123456789Z");
        time(sub, "2002-02-03T04:05:06.123456789Z");
        time(source, "2003-02-03T04:05:06.123456789Z");
    }

    private static void time(Path path, String time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse(time)));
    }

    /** Each entry with all that a transfer keeps; times of symbolic links to the microsecond, as JDK 17 sets them. */
    private static Map<String, String> look(Path top) throws IOException {
        Map<String, String> seen = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Map<String, Object> stat =
                        new TreeMap<>(Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS));
                boolean link = Files.isSymbolicLink(path);
                FileTime time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
                String content = link
                        ? LocalPaths.linkTarget(path).encoded()
                        : Files.isDirectory(path)
                                ? ""
                                : Octets.of(Files.readAllBytes(path)).encoded();
                String name = path.toUri()
                        .getRawPath()
                        .substring(top.toUri().getRawPath().length());
                seen.put(name, stat + content + " " + time.to(link ? TimeUnit.MICROSECONDS : TimeUnit.NANOSECONDS));
            }
        }
        return seen;
    }

    @Test
    void aTree_comesBackTheSame() throws IOException {
        fill();
        assertThat(metroon.run("import", source.toString(), "/in/here"))
                .as(metroon.out() + metroon.err())
                .isZero();
        assertThat(metroon.out()).contains("Imported 11 entries");
        Path target = home.resolve("target");
        assertThat(metroon.run("export", "/in/here", target.toString()))
                .as(metroon.out() + metroon.err())
                .isZero();
        assertThat(look(target)).isEqualTo(look(source));
        assertThat(home.resolve("target.unfinished")).doesNotExist();
        assertThat(home.resolve("target.absent")).doesNotExist();
    }

    @Test
    void timesModesAndTargets_areInTheNamespace() throws IOException {
        fill();
        metroon.run("import", source.toString(), "/in");
        try (MetroonClient client = client()) {
            Stat small = client.blocking().stat("/in/small");
            assertThat(small.mode()).isEqualTo(06751);
            assertThat(small.mtime()).isEqualTo(Instant.parse("2001-02-03T04:05:06.123456789Z"));
            Stat deeper = client.blocking().stat("/in/sub/deeper");
            assertThat(deeper.mode()).isEqualTo(01700);
            assertThat(deeper.mtime()).isEqualTo(Instant.parse("2002-02-03T04:05:06.123456789Z"));
            assertThat(client.blocking().stat("/in/slashes").target()).isEqualTo(Octets.of("a//b/"));
            assertThat(client.blocking().stat("/in").xattrs()).isEmpty();
        }
    }

    @Test
    void largeContent_isLeftOut_countedAndListedOnExport() throws IOException {
        Files.write(source.resolve("large"), new byte[(16 << 20) + 1]);
        Files.write(source.resolve("atTheLimit"), new byte[65_536]);
        assertThat(metroon.run("import", source.toString(), "/in")).isZero();
        assertThat(metroon.out()).contains("1 without content");
        assertThat(metroon.run("stat", "/in/large")).isZero();
        assertThat(metroon.out()).contains("Size: 16777217", "(content absent)");
        Path target = home.resolve("target");
        assertThat(metroon.run("export", "/in", target.toString())).isZero();
        assertThat(target.resolve("large")).isEmptyFile();
        assertThat(target.resolve("atTheLimit")).hasSize(65_536);
        assertThat(home.resolve("target.absent")).hasContent("/in/large");
    }

    @Test
    void hardLinks_becomeFiles_andSpecialFilesAreListed() throws IOException, InterruptedException {
        Path file = Files.write(source.resolve("one"), new byte[] {1});
        Files.createLink(source.resolve("two"), file);
        new ProcessBuilder("mkfifo", source.resolve("fifo").toString()).start().waitFor();
        assertThat(metroon.run("import", source.toString(), "/in")).isZero();
        assertThat(metroon.out()).contains("2 hard links", "1 skipped", "skipped: " + source.resolve("fifo"));
        assertThat(metroon.run("ls", "/in")).isZero();
        assertThat(metroon.out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void aFullDirectory_isNotImportedInto() throws IOException {
        fill();
        metroon.run("mkdir", "-p", "/full/already");
        assertThat(metroon.run("import", source.toString(), "/full")).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("(ENOTEMPTY)");
        metroon.run("mkdir", "/empty");
        assertThat(metroon.run("import", source.toString(), "/empty")).isZero();
    }

    @Test
    void anInterruptedImport_isContinued() throws IOException {
        fill();
        try (MetroonClient client = client()) {
            client.blocking().createDirectory("/in");
            client.blocking()
                    .setAttributes("/in", Attributes.NONE.xattr("user.metroon.import", Octets.of("unfinished")));
            client.blocking().createDirectory("/in/sub");
            client.blocking().putContent("/in/small", new byte[] {1, 2, 3});
            client.blocking()
                    .setAttributes("/in/small", Attributes.NONE.mtime(Instant.parse("2001-02-03T04:05:06.123456789Z")));
            client.blocking().putContent("/in/empty", new byte[] {9});
        }
        assertThat(metroon.run("import", source.toString(), "/in")).isZero();
        assertThat(metroon.out()).contains("1 resumed");
        Path target = home.resolve("target");
        assertThat(metroon.run("export", "/in", target.toString())).isZero();
        assertThat(look(target).keySet()).isEqualTo(look(source).keySet());
        assertThat(target.resolve("empty")).isEmptyFile();
    }

    @Test
    void lostAnswers_doNotHarmAnImport() throws IOException {
        fill();
        for (int i = 0; i < 200; i++) {
            Files.write(source.resolve("file" + i), new byte[] {(byte) i});
        }
        metroon.cluster().node(1).fail(Fault.DROP_AFTER, Fault.TIMEOUT_AFTER, Fault.UNAVAILABLE, Fault.DROP_BEFORE);
        metroon.cluster().node(2).fail(Fault.DROP_AFTER, Fault.TIMEOUT_AFTER);
        assertThat(metroon.run("import", source.toString(), "/in"))
                .as(metroon.out() + metroon.err())
                .isZero();
        Path target = home.resolve("target");
        metroon.cluster().node(1).fail(Fault.DROP_AFTER, Fault.TIMEOUT_AFTER, Fault.UNAVAILABLE);
        assertThat(metroon.run("export", "/in", target.toString()))
                .as(metroon.out() + metroon.err())
                .isZero();
        assertThat(look(target)).isEqualTo(look(source));
    }

    @Test
    void anInterruptedExport_isContinued_andOthersDirectoriesAreNotTouched() throws IOException {
        fill();
        metroon.run("import", source.toString(), "/in");
        Path target = Files.createDirectory(home.resolve("target"));
        Files.write(target.resolve("mine"), new byte[] {1});
        assertThat(metroon.run("export", "/in", target.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("neither new, empty nor an unfinished export");
        Files.delete(target.resolve("mine"));
        Files.write(home.resolve("target.unfinished"), new byte[0]);
        Files.createSymbolicLink(target.resolve("small"), source.resolve("small"));
        Files.createDirectory(target.resolve("sub"));
        assertThat(metroon.run("export", "/in", target.toString())).isZero();
        assertThat(look(target)).isEqualTo(look(source));
    }

    @Test
    void aMissingSource_isRefused_andNothingIsMade() {
        assertThat(metroon.run("import", home.resolve("none").toString(), "/in"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("no such file or directory");
        assertThat(metroon.cluster().tree().size()).isZero();
    }

    @Test
    void json_tellsTheCounts() throws IOException {
        fill();
        assertThat(metroon.run("import", "--json", source.toString(), "/in")).isZero();
        assertThat(metroon.out()).contains("\"entries\":11", "\"symlinks\":3").hasLineCount(1);
        assertThat(metroon.err()).isEmpty();
    }

    private MetroonClient client() {
        return MetroonClient.builder().endpoints(metroon.cluster().endpoints()).build();
    }

    @Test
    void pathsOfNames_areOctets() {
        assertThat(MetroonPath.ROOT.resolve(ODD).name()).isEqualTo(ODD);
    }
}
