package io.metroon.consensus.simulator;

/**
 * What one client does.
 *
 * @param <M> the state machine it asks
 */
public interface Workload<M> {
    /** The next command. A client may send it more than once, so the state machine must take it only once. */
    byte[] nextCommand();

    /** The next question. */
    Query<M> nextQuery();

    /**
     * A question, which changes nothing.
     *
     * @param <M> the state machine it asks
     */
    interface Query<M> {
        /** The answer; compared by {@code equals} with the one that replaying the log gives. */
        Object evaluate(M machine);
    }
}
