package io.metroon.replica.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. One thread at a time. */
public interface DiskFile extends AutoCloseable {
    /** Reads into the buffer from a position until it is full or the file ends; the octets read, 0 at the end. */
    int read(long position, ByteBuffer into) throws IOException;

    /** Writes the whole buffer at a position. */
    void write(long position, ByteBuffer from) throws IOException;

    /** Makes contents durable, and the size if it changed. */
    void sync() throws IOException;

    /** Its length in octets. */
    long size() throws IOException;

    /** Cuts it or extends it with zeros. */
    void setSize(long size) throws IOException;

    @Override
    void close() throws IOException;
}
