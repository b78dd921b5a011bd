package io.metroon.replica.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file channel that knows whether its size changed since the last sync, so that an ordinary sync can be the cheap one. */
final class RealDiskFile implements DiskFile {
    private final String name;
    private final FileChannel channel;
    private long size;
    private boolean sizeChanged;

    RealDiskFile(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.size = channel.size();
        this.sizeChanged = true; // a new file's own metadata has not been synced yet
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int count = channel.read(into, position + total);
            if (count < 0) {
                break;
            }
            total += count;
        }
        return total;
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        long at = position;
        try {
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        } catch (IOException e) {
            throw RealDisk.named(name, e);
        }
        if (at > size) {
            size = at;
            sizeChanged = true;
        }
    }

    @Override
    public void sync() throws IOException {
        try {
            channel.force(sizeChanged);
        } catch (IOException e) {
            throw RealDisk.named(name, e);
        }
        sizeChanged = false;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void setSize(long newSize) throws IOException {
        if (newSize < size) {
            channel.truncate(newSize);
        } else if (newSize > size) {
            write(newSize - 1, ByteBuffer.allocate(1));
        }
        size = newSize;
        sizeChanged = true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
