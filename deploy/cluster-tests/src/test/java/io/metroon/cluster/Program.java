package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that others wrote, in a directory of its own. Closing it ends what it left: mounts below that directory, and
 * processes whose command names it.
 */
final class Program implements AutoCloseable {
    private static final Path SCRIPTS = Path.of(System.getProperty("metroon.checkout", "../.."))
            .toAbsolutePath()
            .normalize()
            .resolve("deploy/cluster-tests");

    private final Path work;
    private int runs;

    Program(String name) {
        try {
            work = Files.createTempDirectory("metroon-" + name).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script beside these tests. */
    static String script(String name) {
        return SCRIPTS.resolve(name).toString();
    }

    /** Leaves the test out when a program is not installed. */
    static void require(String... programs) {
        for (String program : programs) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
    }

    /** The same for what mounts need. */
    static void requireMounts() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs /dev/fuse");
    }

    private static boolean isInstalled(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Path.of(directory, program).toFile().canExecute());
    }

    Path work() {
        return work;
    }

    /** Runs a command in the directory, which must end with 0 within some minutes; what it printed. */
    String run(int minutes, String... command) throws IOException, InterruptedException {
        return ended(start(Map.of(), command), minutes);
    }

    /** Starts a command in the directory, without input. */
    Started start(Map<String, String> environment, String... command) throws IOException {
        Path output = work.resolve("output-" + ++runs);
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Started(process, command[0], output);
    }

    /**
     * A command under way.
     *
     * @param process it
     * @param name what was started
     * @param output what it prints
     */
    record Started(Process process, String name, Path output) {
        String said() throws IOException {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        }
    }

    /** Waits for a command, which must end with 0; what it printed. */
    String ended(Started started, int minutes) throws IOException, InterruptedException {
        boolean ended = started.process().waitFor(minutes, TimeUnit.MINUTES);
        String said = started.said();
        assertThat(ended)
                .as("%s ends within %d minutes\n%s", started.name(), minutes, said)
                .isTrue();
        assertThat(started.process().exitValue())
                .as("%s\n%s", started.name(), said)
                .isZero();
        return said;
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(this::isOurs)
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (String mounted : mounts()) {
            // At once, whatever still stands in it: the process behind it is dead.
            Process unmount = new ProcessBuilder("umount", "-i", "-l", mounted).start();
            unmount.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        }
        TestCluster.delete(work);
    }

    /** A script, its mount daemon, what they started: each names the directory, which nobody else knows. */
    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(work.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Mount points below the directory. */
    List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1)[1])
                .filter(point -> point.startsWith(work.toString()))
                .toList();
    }
}
