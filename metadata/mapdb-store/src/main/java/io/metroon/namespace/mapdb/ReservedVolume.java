package io.metroon.namespace.mapdb;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.mapdb.volume.ByteBufferVol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mapped file whose blocks are all there before they are mapped. MapDB's own mapped volume extends the file by a hole and
 * fills it through the mapping: on a full disk that is a fault in the middle of an update, which ends the process or leaves the
 * tree half changed. Here the file is filled by writes, which can be refused and tried again: while the disk is full the writer
 * waits, before it has changed anything, and goes on by itself when there is room. It waits in {@link #reserveAhead}, where it
 * holds no lock that a reader needs.
 */
final class ReservedVolume extends ByteBufferVol {
    private static final int SLICE_SHIFT = 20;
    private static final int SLICE_BYTES = 1 << SLICE_SHIFT;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(SLICE_BYTES);
    /** More than one command takes, unless it brings much content. */
    private static final int SLICES_AHEAD = 1;

    private static final long RETRY_NANOS = 100_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ReservedVolume.class);

    private final Path path;
    private final Growth growth;
    private final FileChannel channel;
    private long reserved;

    /** Writes that extend a file. */
    @FunctionalInterface
    interface Growth {
        /** Writes at the end of the file; some octets or all. */
        int write(FileChannel channel, ByteBuffer zeros, long position) throws IOException;
    }

    /** The whole file, mapped; it is made if it is missing. */
    ReservedVolume(Path path, Growth growth) {
        super(false, SLICE_SHIFT, false);
        this.path = path;
        this.growth = growth;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            ensureAvailable(channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    @Override
    public void ensureAvailable(long offset) {
        int wanted = Math.toIntExact((offset + SLICE_BYTES - 1) >>> SLICE_SHIFT);
        if (wanted <= slices.length) {
            return;
        }
        growLock.lock();
        try {
            int mapped = slices.length;
            if (wanted > mapped) {
                reserve((long) wanted << SLICE_SHIFT);
                slices = mapped(mapped, wanted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot extend " + path, e);
        } finally {
            growLock.unlock();
        }
    }

    /** Sees to it that the next slices are on the disk; waits while it is full. On the one thread that writes. */
    void reserveAhead() {
        long wanted = (long) (slices.length + SLICES_AHEAD) << SLICE_SHIFT;
        if (wanted > reserved) {
            try {
                reserve(wanted);
                reserved = wanted;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot extend " + path, e);
            }
        }
    }

    private ByteBuffer[] mapped(int from, int to) throws IOException {
        ByteBuffer[] all = Arrays.copyOf(slices, to);
        for (int slice = from; slice < to; slice++) {
            all[slice] = channel.map(FileChannel.MapMode.READ_WRITE, (long) slice << SLICE_SHIFT, SLICE_BYTES);
        }
        return all;
    }

    private void reserve(long size) throws IOException {
        boolean told = false;
        for (long at = channel.size(); at < size; at = channel.size()) {
            try {
                growth.write(channel, ZEROS.duplicate().limit((int) Math.min(SLICE_BYTES, size - at)), at);
            } catch (IOException e) {
                if (!isFull(e)) {
                    throw e;
                }
                if (!told) {
                    LOG.error("no space left for {}: commands wait until there is", path);
                    told = true;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** Java has no type for it, only the operating system's words. */
    private static boolean isFull(IOException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space left") || words.contains("quota exceeded");
    }

    @Override
    public void truncate(long size) {
        // What is mapped stays mapped; a table that shrinks keeps its blocks.
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        growLock.lock();
        try {
            // What was reserved and not used would otherwise be used, and reserved again, at every start.
            channel.truncate(length());
            slices = new ByteBuffer[0];
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        } finally {
            growLock.unlock();
        }
    }

    @Override
    public void sync() {
        for (ByteBuffer slice : slices) {
            ((MappedByteBuffer) slice).force();
        }
    }

    @Override
    public long length() {
        return (long) slices.length << SLICE_SHIFT;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public File getFile() {
        return path.toFile();
    }

    /** The directory is locked instead. */
    @Override
    public boolean getFileLocked() {
        return false;
    }
}
