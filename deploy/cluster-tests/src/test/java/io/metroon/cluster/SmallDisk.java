package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A file system of its own under one node's directory, in a file: ext4 on a loop device. Needs root. */
final class SmallDisk implements AutoCloseable {
    private static final long COMMAND_SECONDS = 60;
    private static final int STEP_BYTES = 1 << 20;

    private final Path home;
    private final Path image;
    private final Path filler;

    private SmallDisk(Path home, Path image) {
        this.home = home;
        this.image = image;
        this.filler = home.resolve("filler");
    }

    /** Moves what a stopped node has onto a new file system of this size, which then lies where it was. */
    static SmallDisk under(Path home, int mebibytes) throws IOException {
        Path parent = Objects.requireNonNull(home.toAbsolutePath().getParent());
        Path image = parent.resolve(home.getFileName() + ".image");
        Path moved = parent.resolve(home.getFileName() + ".moved");
        run("truncate", "-s", mebibytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        Files.move(home, moved);
        Files.createDirectory(home);
        run("mount", "-o", "loop", image.toString(), home.toString());
        run("cp", "-a", moved + "/.", home.toString());
        TestCluster.delete(moved);
        return new SmallDisk(home, image);
    }

    /** Fills it by a file until about this much is left. */
    void fillTo(long freeBytes) throws IOException {
        byte[] step = new byte[STEP_BYTES];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(home).getUsableSpace() > freeBytes) {
                out.write(step);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(filler);
    }

    /** Lets every write to it wait. */
    void freeze() throws IOException {
        run("fsfreeze", "-f", home.toString());
    }

    void thaw() throws IOException {
        run("fsfreeze", "-u", home.toString());
    }

    /** The processes that use it have ended. */
    @Override
    public void close() throws IOException {
        // A process that was killed holds its files for a moment longer than it is seen.
        Awaitility.await()
                .atMost(Duration.ofSeconds(COMMAND_SECONDS))
                .untilAsserted(() -> run("umount", home.toString()));
        Files.delete(image);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(exitOf(process))
                .as(
                        "%s: %s",
                        List.of(command), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }

    private static int exitOf(Process process) throws IOException {
        try {
            assertThat(process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
