package io.metroon.namespace;

import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * Lets any thread see whole commands only, while one thread applies them. A reader runs without a lock and runs again if
 * a command was applied meanwhile; after a few vain attempts it holds the writer off, so what it does must be bounded.
 */
final class StateLock {
    private static final int OPTIMISTIC_ATTEMPTS = 3;

    private final StampedLock lock = new StampedLock();

    /**
     * A change of the state.
     *
     * @param <E> what may go wrong
     */
    interface Change<T, E extends Exception> {
        /** Makes the change. */
        T make() throws E;
    }

    /** Makes a change that readers see as a whole. Apply thread only. */
    <T, E extends Exception> T write(Change<T, E> change) throws E {
        long stamp = lock.writeLock();
        try {
            return change.make();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Runs a read, perhaps several times; it has no effects and is bounded. */
    <T> T read(Supplier<T> read) {
        for (int attempt = 0; attempt < OPTIMISTIC_ATTEMPTS; attempt++) {
            long stamp = lock.tryOptimisticRead();
            if (stamp == 0) {
                continue;
            }
            try {
                T result = read.get();
                if (lock.validate(stamp)) {
                    return result;
                }
            } catch (RuntimeException e) {
                // Half a command can look like broken rows; only a fault in an undisturbed read is one.
                if (lock.validate(stamp)) {
                    throw e;
                }
            }
        }
        return readLocked(read);
    }

    /** Runs while no command is applied. */
    <T> T readLocked(Supplier<T> read) {
        long stamp = lock.readLock();
        try {
            return read.get();
        } finally {
            lock.unlockRead(stamp);
        }
    }
}
