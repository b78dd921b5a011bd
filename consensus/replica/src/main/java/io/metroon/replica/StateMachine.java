package io.metroon.replica;

import io.metroon.consensus.Hash128;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What the log drives. Deterministic: the same commands at the same slots with the same stamps leave the same state and
 * give the same replies on every replica. All methods but {@link Frozen#writeTo} are called on the apply lane.
 *
 * @param <R> a reply
 */
public interface StateMachine<R> {
    /**
     * Applies a command.
     *
     * @param slot above every slot applied before
     * @param stampMillis wall clock of the leader that proposed it
     * @param command its octets
     * @throws RuntimeException only when an invariant is broken: the node stops
     */
    R apply(long slot, long stampMillis, byte[] command);

    /**
     * A slot that carries no command.
     *
     * @param slot above every slot applied before
     */
    void skip(long slot, long stampMillis);

    /** The last slot applied or skipped; 0 for a new one. */
    long appliedSlot();

    /**
     * A digest of the state as it is now, in constant time: equal states have equal ones, different states in all likelihood
     * don't. Replicas compare theirs at equal slots.
     *
     * @return {@link Hash128#ZERO} if the state machine has none to give: it is then not compared
     */
    default Hash128 digest() {
        return Hash128.ZERO;
    }

    /** Freezes the state as it is now, in constant time. */
    Frozen freeze();

    /**
     * Replaces the state by what {@link Frozen#writeTo} wrote.
     *
     * @throws IOException when the stream is damaged: the state is then unusable until another load succeeds
     */
    void load(InputStream snapshot) throws IOException;

    /** A state at one slot, for as long as it isn't closed. */
    interface Frozen extends AutoCloseable {
        /** Its slot. */
        long slot();

        /** Writes it canonically: equal states give equal octets. Runs on the snapshot lane while others apply. */
        void writeTo(OutputStream out) throws IOException;

        @Override
        void close();
    }
}
