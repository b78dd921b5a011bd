package io.metroon.client;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Idempotency keys that no other client makes: 96 random bits drawn once, and a count. Thread-safe. */
final class Keys {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    Keys() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        prefix = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + ".";
    }

    String next() {
        return prefix + Long.toString(count.incrementAndGet(), 36);
    }
}
