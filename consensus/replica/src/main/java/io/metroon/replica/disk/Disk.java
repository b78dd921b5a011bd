package io.metroon.replica.disk;

import java.io.IOException;
import java.util.List;

/**
 * A directory tree of one node, as small as the log and the snapshots need it. Names are relative, separated by
 * {@code /}. What is not synced may be lost, kept, or kept in any order at a crash: file contents by
 * {@link DiskFile#sync}, names (create, rename, delete) by {@link #syncDirectory}.
 *
 * <p>Every method may throw {@link IOException}; a full disk is {@link NoSpaceException}. A failed sync must never be
 * tried again: what it should have written may be gone, and a second one would succeed all the same.
 */
public interface Disk {
    /** Opens an existing file for reading. */
    DiskFile openForReading(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    DiskFile openForWriting(String name) throws IOException;

    /** Creates a file, open for writing; an existing one is replaced. */
    DiskFile create(String name) throws IOException;

    /** Creates a directory and its parents; an existing one is left. */
    void createDirectories(String name) throws IOException;

    /** Names directly inside a directory, sorted; none if it doesn't exist. */
    List<String> list(String directory) throws IOException;

    /** Whether the name exists. */
    boolean exists(String name) throws IOException;

    /** Renames, replacing the target, atomically. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file or a directory with all it holds; nothing happens if it doesn't exist. */
    void delete(String name) throws IOException;

    /** Makes creations, renames and deletions directly inside a directory durable. */
    void syncDirectory(String directory) throws IOException;

    /** Octets that may still be written. */
    long freeBytes() throws IOException;
}
