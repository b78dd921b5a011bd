package io.metroon.consensus.simulator;

import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that passes everything on, for mutants to override a part of. */
class WrappingDisk implements Disk {
    private final Disk inner;

    WrappingDisk(Disk inner) {
        this.inner = inner;
    }

    /** What a sync of a file does. */
    protected void sync(String name, DiskFile file) throws IOException {
        file.sync();
    }

    private DiskFile wrap(String name, DiskFile file) {
        return new DiskFile() {
            @Override
            public int read(long position, ByteBuffer into) throws IOException {
                return file.read(position, into);
            }

            @Override
            public void write(long position, ByteBuffer from) throws IOException {
                file.write(position, from);
            }

            @Override
            public void sync() throws IOException {
                WrappingDisk.this.sync(name, file);
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void setSize(long size) throws IOException {
                file.setSize(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public DiskFile openForReading(String name) throws IOException {
        return wrap(name, inner.openForReading(name));
    }

    @Override
    public DiskFile openForWriting(String name) throws IOException {
        return wrap(name, inner.openForWriting(name));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return wrap(name, inner.create(name));
    }

    @Override
    public void createDirectories(String name) throws IOException {
        inner.createDirectories(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return inner.list(directory);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return inner.exists(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        inner.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        inner.delete(name);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        inner.syncDirectory(directory);
    }

    @Override
    public long freeBytes() throws IOException {
        return inner.freeBytes();
    }
}
