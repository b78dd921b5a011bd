package io.metroon.namespace;

/**
 * A lock as a caller is told of it.
 *
 * @param path of the locked entry as it was when the lock was taken
 * @param inode of the locked entry
 * @param token the lock's name; who knows it may use it
 * @param exclusive whether no other lock is beside it
 * @param infinite whether everything below the entry is locked too
 * @param owner what its taker wants to be known by, octets of XML or text
 * @param timeoutMillis the life that it was given last
 * @param remainingMillis what is left of it by the log's clock, which stands still while nothing is logged
 * @param fence the log position at which it was taken: of two locks the later one has the greater, so a system behind
 *     can refuse whoever comes with a smaller one than it has seen
 */
public record LockState(
        FilePath path,
        long inode,
        String token,
        boolean exclusive,
        boolean infinite,
        byte[] owner,
        long timeoutMillis,
        long remainingMillis,
        long fence) {
    /** The longest owner, in octets. */
    public static final int OWNER_BYTES_MAX = 8 << 10;
    /** The longest life of a lock: a week. */
    public static final long TIMEOUT_MILLIS_MAX = 7L * 24 * 3_600 * 1_000;
    /** The shortest life of a lock: a second. */
    public static final long TIMEOUT_MILLIS_MIN = 1_000;
}
