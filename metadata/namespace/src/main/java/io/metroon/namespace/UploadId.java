package io.metroon.namespace;

/**
 * An upload whose chunks the namespace holds already, although no file shows them yet. Each {@link Command.StageChunks}
 * gives it a new one in place of the old.
 *
 * @param deadlineMillis moment of the log clock after which it is given up
 * @param number of the content it becomes
 */
public record UploadId(long deadlineMillis, long number) {
    byte[] key() {
        return new Octets(16).int64(deadlineMillis).int64(number).toBytes();
    }

    static UploadId ofKey(byte[] key) {
        return new UploadId(Octets.int64At(key, 0), Octets.int64At(key, 8));
    }
}
