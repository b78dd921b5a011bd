package io.metroon.replica;

import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import io.metroon.replica.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A real disk that can be made to fill up, to fail, or to hang, while a replica runs on it. Thread-safe. */
final class FaultyDisk implements Disk {
    private final Disk disk;
    private final AtomicLong freeBytesMax = new AtomicLong(Long.MAX_VALUE);
    private volatile String failingSync = "";
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    /** Syncs of files asked for since the last that failed. */
    final AtomicInteger syncsAfterFailure = new AtomicInteger(-1);

    FaultyDisk(Disk disk) {
        this.disk = disk;
    }

    /** As if others had left this much; files that grow beyond it find no space. */
    void leave(long bytes) {
        freeBytesMax.set(bytes);
    }

    /** The next sync of a file whose name contains this fails. */
    void failNextSync(String name) {
        failingSync = name;
    }

    /** Syncs do not return until the latch is at zero. */
    CountDownLatch hang() {
        CountDownLatch latch = new CountDownLatch(1);
        hanging = latch;
        return latch;
    }

    private void takeSpace(String name, long more) throws NoSpaceException {
        if (more <= 0) {
            return;
        }
        long left = freeBytesMax.get();
        if (left != Long.MAX_VALUE && freeBytesMax.addAndGet(-more) < 0) {
            freeBytesMax.addAndGet(more);
            throw new NoSpaceException("no space left for " + name);
        }
    }

    private final class File implements DiskFile {
        private final String name;
        private final DiskFile file;

        File(String name, DiskFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return file.read(position, into);
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            takeSpace(name, position + from.remaining() - file.size());
            file.write(position, from);
        }

        @Override
        public void sync() throws IOException {
            String failing = failingSync;
            if (!failing.isEmpty() && name.contains(failing)) {
                failingSync = "";
                syncsAfterFailure.set(0);
                throw new IOException("the device reports an error");
            }
            if (syncsAfterFailure.get() >= 0) {
                syncsAfterFailure.incrementAndGet();
            }
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new IOException("a lane was interrupted", e);
            }
            file.sync();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void setSize(long size) throws IOException {
            takeSpace(name, size - file.size());
            file.setSize(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public DiskFile openForReading(String name) throws IOException {
        return new File(name, disk.openForReading(name));
    }

    @Override
    public DiskFile openForWriting(String name) throws IOException {
        return new File(name, disk.openForWriting(name));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new File(name, disk.create(name));
    }

    @Override
    public void createDirectories(String name) throws IOException {
        disk.createDirectories(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public long freeBytes() throws IOException {
        return Math.min(freeBytesMax.get(), disk.freeBytes());
    }
}
