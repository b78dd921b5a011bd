package io.metroon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mount} says when it can't. That it can is tried with real programs in the cluster tests. */
class MountTest {
    @TempDir
    Path home;

    private CommandLineTester metroon;
    private Path directory;
    private Path programs;

    @BeforeEach
    void start() throws IOException {
        metroon = new CommandLineTester(home);
        directory = Files.createDirectory(home.resolve("mount here"));
        programs = Files.createDirectory(home.resolve("bin"));
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    private int mount(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "mount";
        args[1] = "--webdav";
        System.arraycopy(more, 0, args, 2, more.length);
        return metroon.runWith(
                Map.of("METROON_ENDPOINTS", metroon.cluster().endpoints(), "PATH", programs + ":/nowhere"), args);
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static void requireDevice() {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs /dev/fuse");
    }

    @Test
    void withoutTheWay_isAMistakeInUsage() {
        assertThat(metroon.run("mount", "/", directory.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(metroon.err()).contains("--webdav");
    }

    @Test
    void withoutPrograms_itSaysWhichPackagesToInstall() {
        requireDevice();
        assertThat(mount("/", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err())
                .contains("davfs2 is not installed: apt-get install davfs2")
                .contains("or rclone is not installed: apt-get install rclone fuse3");
        assertThat(home.resolve(".metroon")).doesNotExist();
    }

    @Test
    void withHalfOfWhatRcloneNeeds_itSaysTheOtherHalf() throws IOException {
        requireDevice();
        program("rclone", "exit 0\n");
        assertThat(mount("--with", "rclone", "/", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("rclone needs fusermount3: apt-get install fuse3");
    }

    @Test
    void whatIsNoEmptyDirectory_isRefused() throws IOException {
        requireDevice();
        program("rclone", "exit 0\n");
        program("fusermount3", "exit 0\n");
        Files.createFile(directory.resolve("f"));

        assertThat(mount("--with", "rclone", "/", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("not empty");
        assertThat(mount("--with", "rclone", "/", home + "/nothing")).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("no such file or directory");
        assertThat(mount("--with", "rclone", "/", "/proc")).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("something is mounted there already");
    }

    @Test
    void whatTheProgramSays_isSaid_andSettingsStayInTheStateOfTheMount() throws IOException {
        requireDevice();
        program("rclone", "echo \"$RCLONE_WEBDAV_URL $*\" >'" + home + "/asked'\necho no way\nexit 1\n");
        program("fusermount3", "exit 0\n");
        metroon.run("mkdir", "/a b");

        assertThat(mount("--with", "rclone", "/a b", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("/rclone: no way");
        assertThat(Files.readString(home.resolve("asked")))
                .contains("/dav/a%20b mount :webdav: " + directory.toRealPath())
                .contains(
                        "--config=/dev/null",
                        "--read-only",
                        "--cache-dir=" + home.resolve(".metroon/mounts/mount%20here-"));
    }

    @Test
    void anEntryThatIsNoDirectory_isNotMounted() throws IOException {
        requireDevice();
        program("rclone", "exit 0\n");
        program("fusermount3", "exit 0\n");
        metroon.run("touch", "/f");

        assertThat(mount("--with", "rclone", "/f", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("/f: not a directory of the namespace");
        assertThat(mount("--with", "rclone", "/none", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("ENOENT");
    }

    @Test
    void unmount_endsOnlyWhatMountBegan() {
        assertThat(metroon.run("unmount", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("nothing is mounted there");
        assertThat(metroon.run("unmount", "/proc")).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("did not mount it");
    }
}
