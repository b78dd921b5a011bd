package io.metroon.content;

import io.metroon.content.ContentStoreException.Kind;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chunks as files in a directory: {@code ab/NAME}, where {@code ab} is how the name begins. A chunk that has its name is
 * whole and durable: it is written beside, synced, renamed, and its directory is synced. Whatever a crash leaves beside is
 * deleted at the next opening. Thread-safe; every method blocks on the disk.
 */
public final class ChunkDirectory {
    private static final String UNFINISHED = "unfinished";

    private final Path root;
    private final AtomicLong unfinished = new AtomicLong();

    private ChunkDirectory(Path root) {
        this.root = root;
    }

    /** Opens a directory, which is made if it is missing; its parent must exist. */
    public static ChunkDirectory open(Path root) throws IOException {
        Files.createDirectories(root.resolve(UNFINISHED));
        for (int octet = 0; octet < 256; octet++) {
            Files.createDirectories(root.resolve(folder(octet)));
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root.resolve(UNFINISHED))) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        sync(root);
        sync(root.resolve("..").toAbsolutePath());
        return new ChunkDirectory(root);
    }

    private static String folder(int firstOctet) {
        return String.format("%02x", firstOctet);
    }

    private Path path(Chunk chunk) {
        String name = chunk.name();
        return root.resolve(name.substring(0, 2)).resolve(name);
    }

    /** Whether there is a file of the chunk, of the right length. Its octets are not looked at. */
    public boolean has(Chunk chunk) throws IOException {
        try {
            return Files.size(path(chunk)) == ChunkFormat.fileBytes(chunk.length());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Keeps a chunk, durably; a sound one that is there already stays. */
    public void write(Chunk chunk, byte[] octets) throws IOException {
        Path folder = root.resolve(folder(chunk.hash()[0] & 0xFF));
        if (isSound(chunk)) {
            // Whoever gave it its name may not have come to the sync yet, or died before.
            sync(folder);
            return;
        }
        Path beside = root.resolve(UNFINISHED).resolve(chunk.name() + '.' + unfinished.incrementAndGet());
        try {
            writeSynced(beside, ChunkFormat.encode(chunk, octets));
            Path path = path(chunk);
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    private static void writeSynced(Path file, byte[] octets) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Whether the chunk is there, every octet of it. */
    public boolean isSound(Chunk chunk) throws IOException {
        try {
            readWhole(chunk);
            return true;
        } catch (ContentStoreException e) {
            return false;
        }
    }

    /**
     * All of a chunk.
     *
     * @throws ContentStoreException MISSING or DAMAGED
     */
    public byte[] readWhole(Chunk chunk) throws IOException {
        try (FileChannel channel = FileChannel.open(path(chunk), StandardOpenOption.READ)) {
            long bytes = Math.min(channel.size(), ChunkFormat.fileBytes(Chunk.BYTES_MAX) + 1);
            return ChunkFormat.decodeWhole(chunk, read(channel, 0, (int) bytes));
        } catch (IOException e) {
            throw unreadable(chunk, e);
        }
    }

    /**
     * Octets of a chunk, checked by block.
     *
     * @throws ContentStoreException MISSING or DAMAGED
     */
    public byte[] read(Chunk chunk, int offset, int length) throws IOException {
        ChunkFormat.Span span = ChunkFormat.span(chunk, offset, length);
        try (FileChannel channel = FileChannel.open(path(chunk), StandardOpenOption.READ)) {
            if (channel.size() != ChunkFormat.fileBytes(chunk.length())) {
                throw new ContentStoreException(Kind.DAMAGED, "chunk " + chunk + ": the file has another length");
            }
            return ChunkFormat.decode(chunk, offset, length, read(channel, span.position(), span.bytes()));
        } catch (IOException e) {
            throw unreadable(chunk, e);
        }
    }

    // A sector that can't be read is damage as any other: another copy may be sound.
    private static ContentStoreException unreadable(Chunk chunk, IOException failure) {
        if (failure instanceof ContentStoreException known) {
            return known;
        }
        return failure instanceof NoSuchFileException
                ? new ContentStoreException(Kind.MISSING, "chunk " + chunk + " is not here")
                : new ContentStoreException(
                        Kind.DAMAGED, "chunk " + chunk + " can't be read here: " + failure, failure);
    }

    private static byte[] read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes);
        while (into.hasRemaining() && channel.read(into, position + into.position()) >= 0) {
            // The channel gives what it has; the end comes only when another process cuts the file.
        }
        return into.array();
    }

    /** Deletes a chunk, if it is there. Not durable: what comes back after a crash is found again. */
    public boolean delete(Chunk chunk) throws IOException {
        return Files.deleteIfExists(path(chunk));
    }

    /** The chunks whose names begin with an octet, in no order. Files that are no chunk's are left out. */
    public List<Chunk> list(int firstOctet) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder(firstOctet)))) {
            for (Path file : files) {
                addChunk(file, chunks);
            }
        }
        return chunks;
    }

    private static void addChunk(Path file, List<Chunk> chunks) throws IOException {
        try {
            // A damaged length is no reason to overlook the file: its name is what counts.
            chunks.add(Chunk.named(file.getFileName().toString(), Math.max(1, ChunkFormat.lengthIn(Files.size(file)))));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            // Deleted meanwhile, or somebody else's.
        }
    }

    /** Octets that may still be written here. */
    public long bytesFree() throws IOException {
        FileStore store = Files.getFileStore(root);
        return store.getUsableSpace();
    }
}
