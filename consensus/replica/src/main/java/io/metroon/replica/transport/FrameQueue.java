package io.metroon.replica.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Frames on their way to one peer, bounded in octets. Many threads may offer; one takes. */
final class FrameQueue {
    private static final byte[] NONE = {};

    private final ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean flushDue = new AtomicBoolean();
    private final long bytesMax;

    FrameQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Adds a frame; false, and nothing added, when the queue is full. */
    boolean offer(byte[] frame) {
        if (bytes.addAndGet(frame.length) > bytesMax) {
            bytes.addAndGet(-frame.length);
            return false;
        }
        frames.add(frame);
        return true;
    }

    /** Whether the caller is the one to have the queue flushed. */
    boolean needsFlush() {
        return flushDue.compareAndSet(false, true);
    }

    /** A flush begins: frames offered from now on ask for another. */
    void flushing() {
        flushDue.set(false);
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** The next frame; empty if there is none. */
    byte[] poll() {
        byte[] frame = frames.poll();
        if (frame == null) {
            return NONE;
        }
        bytes.addAndGet(-frame.length);
        return frame;
    }

    /** Drops everything; how many frames that was. */
    long clear() {
        long count = 0;
        while (poll().length > 0) {
            count++;
        }
        return count;
    }
}
