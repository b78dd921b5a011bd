package io.metroon.node.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a local cluster: {@code cluster.json} and one {@code node-N} for each node. Nothing else is ever written
 * into, or deleted from, a directory that is not one.
 *
 * @param path the directory, absolute
 */
public record ClusterDirectory(Path path) {
    private static final String LOCK = "cluster.lock";
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    /** The directory used when none is named. */
    public static Path byDefault() {
        return Path.of(System.getProperty("user.home"), ".metroon", "default");
    }

    /** This directory; its path is made absolute. */
    public static ClusterDirectory of(Path path) {
        return new ClusterDirectory(path.toAbsolutePath().normalize());
    }

    /**
     * What it holds; empty when it doesn't exist or has nothing in it.
     *
     * @throws RefusedException when it holds something that is not a cluster, or one of a newer format
     */
    Optional<ClusterFile> read() throws IOException, RefusedException {
        Optional<ClusterFile> file = ClusterFile.read(path);
        if (file.isEmpty() && !isVacant()) {
            throw RefusedException.refused(
                    "ENOTEMPTY",
                    path + " is not empty and not a Metroon cluster; choose another directory with --data");
        }
        return file;
    }

    /** Whether a new cluster could be made here. */
    boolean isVacant() throws IOException {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.allMatch(entry -> entry.endsWith(LOCK));
        } catch (NotDirectoryException e) {
            return false;
        }
    }

    /** Work on a cluster that other commands must not change meanwhile. */
    interface Work<T> {
        T run() throws IOException, RefusedException;
    }

    /** Does the work while holding the directory's lock; waits for another command, or thread, that holds it. */
    <T> T whileLocked(Work<T> work) throws IOException, RefusedException {
        // A file's lock is the process's: a thread that waits for another one's would be refused.
        ReentrantLock ours = LOCKS.computeIfAbsent(path, directory -> new ReentrantLock());
        ours.lock();
        try {
            return whileLockedAgainstOthers(work);
        } finally {
            ours.unlock();
        }
    }

    private <T> T whileLockedAgainstOthers(Work<T> work) throws IOException, RefusedException {
        Files.createDirectories(path);
        try (FileChannel channel =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Closing the channel releases it.
            channel.lock();
            return work.run();
        }
    }

    /** Deletes the directory with all it holds. Links are removed, never followed. */
    public void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The path as a person writes it, with {@code ~} for the home directory. */
    public String display() {
        Path home = Path.of(System.getProperty("user.home"));
        return path.startsWith(home) && !path.equals(home) ? "~/" + home.relativize(path) : path.toString();
    }
}
