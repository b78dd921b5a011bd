package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.epoch.EpochConfig;

/**
 * What a data directory says of itself.
 *
 * @param identity whom it may act for
 * @param initial the configuration it was formatted with
 * @param current the newest configuration that started, as far as written here; the log may know a newer one
 * @param promised a promise in {@code current}, written lazily; the log may know a higher one
 */
public record Meta(NodeIdentity identity, EpochConfig initial, EpochConfig current, Ballot promised) {
    /** Of a new directory. */
    public static Meta fresh(NodeIdentity identity, EpochConfig initial) {
        return new Meta(identity, initial, initial, Ballot.NONE);
    }

    /** The same with a newer configuration and promise. */
    public Meta with(EpochConfig newest, Ballot promise) {
        return new Meta(identity, initial, newest, promise);
    }
}
