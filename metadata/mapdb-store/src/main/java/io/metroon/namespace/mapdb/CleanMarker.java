package io.metroon.namespace.mapdb;

import io.metroon.namespace.Digest;
import io.metroon.namespace.StateDigest;
import io.metroon.namespace.Table;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says that the tables beside it were closed cleanly, and at which revision and digest. It is there only
 * while no process has them open. 44 octets: "METROONC", format (4), revision (8), digest (16), CRC32C of the files (4), CRC32C
 * of the rest (4). The digest says which state was put in; the checksum of the files, that it is what is still there.
 */
final class CleanMarker {
    private static final Logger LOG = LoggerFactory.getLogger(CleanMarker.class);

    static final String FILE = "clean";
    static final int FORMAT = 2;
    /** It had no checksum of the files, so a store of it is not trusted. */
    private static final int FORMAT_WITHOUT_CHECKSUM = 1;

    private static final byte[] MAGIC = {'M', 'E', 'T', 'R', 'O', 'O', 'N', 'C'};
    private static final int BYTES = 44;

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
        if (octets.remaining() < MAGIC.length + 8 || octets.getInt(octets.limit() - 4) != crc(octets)) {
            return Optional.empty();
        }
        if (octets.getInt(MAGIC.length) == FORMAT_WITHOUT_CHECKSUM) {
            return Optional.empty();
        }
        if (octets.getInt(MAGIC.length) != FORMAT) {
            throw new UnknownFormatException("namespace store", octets.getInt(MAGIC.length), FORMAT);
        }
        octets.position(MAGIC.length + 4);
        StateDigest at = new StateDigest(octets.getLong(), new Digest(octets.getLong(), octets.getLong()));
        if (octets.getInt() != filesCrc()) {
            LOG.warn("the namespace store in {} was closed cleanly and has changed since; it is built anew", directory);
            return Optional.empty();
        }
        return Optional.of(at);
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
        octets.putInt(filesCrc());
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

    private int filesCrc() throws IOException {
        CRC32C crc = new CRC32C();
        for (Table table : Table.values()) {
            TableFile.addTo(crc, directory, table);
        }
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets.duplicate().position(0).limit(octets.limit() - 4));
        return (int) crc.getValue();
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
