package io.metroon.consensus.simulator.disk;

import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a simulated disk; of no use once the node has crashed. */
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk disk;
    private final String name;
    private final FileImage image;
    private final boolean writable;
    private final int generation;
    private boolean closed;

    SimulatedFile(SimulatedDisk disk, String name, FileImage image, boolean writable) {
        this.disk = disk;
        this.name = name;
        this.image = image;
        this.writable = writable;
        this.generation = disk.generation();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        requireOpen(false);
        if (image.isUnreadable(position, into.remaining())) {
            disk.faults().met("read failed of ", name);
            throw new IOException("input/output error while reading " + name);
        }
        return image.read(position, into);
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        requireOpen(true);
        disk.reserve(name, position + from.remaining() - image.size());
        disk.write(name, image, position, from);
    }

    @Override
    public void sync() throws IOException {
        requireOpen(false);
        disk.sync(name, image);
    }

    @Override
    public long size() throws IOException {
        requireOpen(false);
        return image.size();
    }

    @Override
    public void setSize(long size) throws IOException {
        requireOpen(true);
        disk.reserve(name, size - image.size());
        disk.beforeOperation(name);
        image.setSize(size);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen(boolean forWriting) throws IOException {
        disk.requirePower();
        if (generation != disk.generation()) {
            throw new IllegalStateException(name + " was opened by a process that is gone");
        }
        if (closed || (forWriting && !writable)) {
            throw new IOException(name + (closed ? " is closed" : " is open for reading only"));
        }
    }
}
