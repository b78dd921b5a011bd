package io.metroon.replica.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Whole small files: read at once, replaced atomically. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * All octets of a file.
     *
     * @param bytesMax refuses a longer one
     */
    public static byte[] read(Disk disk, String name, int bytesMax) throws IOException {
        try (DiskFile file = disk.openForReading(name)) {
            long size = file.size();
            if (size > bytesMax) {
                throw new IOException(name + " has " + size + " bytes, at most " + bytesMax + " are expected");
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) size);
            int read = file.read(0, buffer);
            byte[] octets = new byte[read];
            buffer.flip().get(octets);
            return octets;
        }
    }

    /** Replaces a file by these octets: after a crash either the old or the new ones are there, and after return the new. */
    public static void replace(Disk disk, String directory, String name, byte[] octets) throws IOException {
        String target = in(directory, name);
        String temporary = target + ".tmp";
        write(disk, temporary, octets);
        disk.rename(temporary, target);
        disk.syncDirectory(directory);
    }

    /** Writes and syncs a file; its name is durable only after a sync of the directory. */
    public static void write(Disk disk, String name, byte[] octets) throws IOException {
        try (DiskFile file = disk.create(name)) {
            file.write(0, ByteBuffer.wrap(octets));
            file.sync();
        }
    }

    /** The name of a file in a directory; the empty string is the root. */
    public static String in(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }
}
