package io.metroon.consensus;

import io.metroon.consensus.epoch.EpochConfig;

/** What a core asks to be made durable, in this order. Records are numbered consecutively from 1: the LSN. */
public sealed interface LogRecord {
    /** The epoch that the record belongs to. */
    long epoch();

    /**
     * No ballot below this one will be promised or voted in.
     *
     * @param epoch the epoch
     * @param ballot the promise
     */
    record Promised(long epoch, Ballot ballot) implements LogRecord {}

    /**
     * A vote. A later record for the same slot replaces it.
     *
     * @param epoch the epoch
     * @param entry the value and the ballot it was voted for under
     */
    record Accepted(long epoch, Entry entry) implements LogRecord {}

    /**
     * A value learned to be chosen, which this node had not voted for.
     *
     * @param epoch the epoch
     * @param entry the value and a ballot under which it was proposed
     */
    record Chosen(long epoch, Entry entry) implements LogRecord {}

    /**
     * Everything above a slot that this epoch's records before this one hold is void: another leader's log goes on
     * differently there.
     *
     * @param epoch the epoch
     * @param slot the last that stays
     */
    record Truncated(long epoch, long slot) implements LogRecord {}

    /**
     * The configuration from here on.
     *
     * @param config the epoch that starts
     * @param chosenUpTo everything up to here is chosen, and the newest record of each slot holds its value; 0 to say nothing
     */
    record EpochStarted(EpochConfig config, long chosenUpTo) implements LogRecord {
        @Override
        public long epoch() {
            return config.epoch();
        }
    }
}
