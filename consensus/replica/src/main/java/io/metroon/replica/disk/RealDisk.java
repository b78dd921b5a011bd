package io.metroon.replica.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A directory of the machine's file system. Use it only on threads that nobody interrupts: an interrupt closes the
 * channel under every other user of the file (KAFKA-15931). Names are relative to the root and may not leave it.
 */
public final class RealDisk implements Disk {
    private final Path root;

    /**
     * A disk in this directory.
     *
     * @throws IOException when the directory can't be created
     */
    public RealDisk(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(this.root);
    }

    @Override
    public DiskFile openForReading(String name) throws IOException {
        return open(name, StandardOpenOption.READ);
    }

    @Override
    public DiskFile openForWriting(String name) throws IOException {
        return open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return open(
                name,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private DiskFile open(String name, OpenOption... options) throws IOException {
        try {
            return new RealDiskFile(name, FileChannel.open(resolve(name), options));
        } catch (IOException e) {
            throw named(name, e);
        }
    }

    @Override
    public void createDirectories(String name) throws IOException {
        try {
            Files.createDirectories(resolve(name));
        } catch (IOException e) {
            throw named(name, e);
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(resolve(directory))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw named(to, e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Path target = resolve(name);
        try {
            Files.deleteIfExists(target);
        } catch (DirectoryNotEmptyException e) {
            deleteTree(target);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        try (FileChannel channel = FileChannel.open(resolve(directory), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    private Path resolve(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("name leaves the data directory: " + name);
        }
        return path;
    }

    /** Java has no type for a full disk or a used-up quota, only the operating system's words. */
    static IOException named(String name, IOException failure) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = words.contains("no space left") || words.contains("quota exceeded");
        if (!full) {
            return failure;
        }
        NoSpaceException named = new NoSpaceException("no space left for " + name);
        named.initCause(failure);
        return named;
    }
}
