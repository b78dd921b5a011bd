package io.metroon.namespace;

import java.util.Arrays;

/**
 * Names one attempt of a user to change something once. The first answer is kept in replicated state and replayed.
 *
 * @param user whose key; empty while no authentication is configured
 * @param key 1 to 255 visible ASCII characters
 * @param fingerprint a hash of method, path and body: another one under the same key is {@link ErrorCode#EKEYREUSED}
 */
public record IdempotencyKey(String user, String key, byte[] fingerprint) {
    @Override
    public boolean equals(Object other) {
        return other instanceof IdempotencyKey that
                && user.equals(that.user)
                && key.equals(that.key)
                && Arrays.equals(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
        return 31 * user.hashCode() + key.hashCode();
    }
}
