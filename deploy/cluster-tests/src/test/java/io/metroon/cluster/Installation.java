package io.metroon.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the distribution, installed as {@code deploy/metroon} installs what it builds: with class data archives, which
 * halve the time that a node and a command take to start. Made anew each time: a JVM knows an archive's jars by size and
 * time only, and reproducible builds all have one time.
 */
final class Installation {
    private static final long MINUTES_MAX = 3;

    private Installation() {}

    /** Copies a distribution to a place of the tests' own. */
    static Path of(Path distribution, Path home) {
        try {
            if (Files.exists(home)) {
                TestCluster.delete(home);
            }
            copy(distribution, home);
            archive(home, "cli.jsa", "-XX:+UseSerialGC", "io.metroon.cli.Main", "version");
            archive(home, "node.jsa", "-Djava.awt.headless=true", "io.metroon.node.Rehearsal", home + "/rehearsal");
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while installing " + distribution, e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void archive(Path home, String name, String option, String... program)
            throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-XX:ArchiveClassesAtExit=" + home.resolve(name), option, "-cp", home + "/lib/*"));
        command.addAll(List.of(program));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean done = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) && process.exitValue() == 0;
        process.destroyForcibly();
        if (!done) {
            // An extra: without it all works, and takes longer.
            Files.deleteIfExists(home.resolve(name));
        }
    }
}
