package io.metroon.client;

import java.util.Optional;

/** What one operation of a batch came to. */
public sealed interface Outcome {

    /**
     * It was done.
     *
     * @param stat the entry afterwards; empty for a delete
     * @param created whether this operation made the entry
     * @param replayed whether this is the first answer to its idempotency key, given again
     */
    record Done(Optional<Stat> stat, boolean created, boolean replayed) implements Outcome {}

    /**
     * It was refused, or its outcome is not known.
     *
     * @param cause why
     */
    record Failed(MetroonException cause) implements Outcome {}

    /**
     * The entry after the operation.
     *
     * @throws MetroonException when it failed
     * @throws IllegalStateException after a delete, which leaves none
     */
    default Stat entry() {
        return done().stat().orElseThrow(() -> new IllegalStateException("a delete leaves no entry"));
    }

    /**
     * This, when it was done.
     *
     * @throws MetroonException when it failed
     */
    default Done done() {
        if (this instanceof Failed failed) {
            throw failed.cause();
        }
        return (Done) this;
    }
}
