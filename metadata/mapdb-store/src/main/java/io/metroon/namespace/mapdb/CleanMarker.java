package io.metroon.namespace.mapdb;

import io.metroon.namespace.Digest;
import io.metroon.namespace.StateDigest;
import io.metroon.namespace.UnknownFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file that says that the tables beside it were closed cleanly, and at which revision and digest. It is there only
 * while no process has them open. 40 octets: "METROONC", format (4), revision (8), digest (16), CRC32C of the rest (4).
 */
final class CleanMarker {
    static final String FILE = "clean";
    static final int FORMAT = 1;

    private static final byte[] MAGIC = {'M', 'E', 'T', 'R', 'O', 'O', 'N', 'C'};
    private static final int BYTES = 40;

    private final Path directory;
    private final Path file;

    CleanMarker(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
    }

    /**
     * Where the tables stand, if they were closed cleanly; empty for no marker and for a damaged one.
     *
     * @throws UnknownFormatException when a newer version wrote the tables
     */
    Optional<StateDigest> read() throws IOException {
        ByteBuffer octets;
        try {
            octets = ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (octets.remaining() != BYTES || octets.getInt(BYTES - 4) != crc(octets)) {
            return Optional.empty();
        }
        if (octets.getInt(MAGIC.length) != FORMAT) {
            throw new UnknownFormatException("namespace store", octets.getInt(MAGIC.length), FORMAT);
        }
        octets.position(MAGIC.length + 4);
        return Optional.of(new StateDigest(octets.getLong(), new Digest(octets.getLong(), octets.getLong())));
    }

    /** Marks the tables as open: when this returns, a crash leaves no marker. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
        syncDirectory();
    }

    /** Marks the tables as closed; they are on disk by then. */
    void write(StateDigest at) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(BYTES).put(MAGIC).putInt(FORMAT);
        octets.putLong(at.revision());
        octets.putLong(at.digest().high()).putLong(at.digest().low());
        octets.putInt(crc(octets)).flip();
        Path fresh = directory.resolve(FILE + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    private static int crc(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets.duplicate().position(0).limit(BYTES - 4));
        return (int) crc.getValue();
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
