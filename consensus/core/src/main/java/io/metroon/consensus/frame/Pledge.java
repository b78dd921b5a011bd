package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ReadSettings;

/**
 * What a voter owes the leader that it acknowledged: until its own monotonic clock has advanced by D it lets nobody else be
 * elected, itself included. A voter that starts again does not know whom it acknowledged last, and keeps silent for D.
 *
 * <p>A pledge counts from the first tick after it was given: between two ticks a core doesn't know what time it is. It ends
 * early when the leader says that it holds no lease and that no answer given so far will ever give it one, or when the epoch
 * is over: its leader held none any more when anybody heard of the seal.
 */
final class Pledge {
    private final ReadSettings settings;
    private Ballot leader = Ballot.NONE;
    private long round;
    private boolean given;
    private boolean restarted;
    private boolean pending;
    private boolean startPending;
    private long untilNanos;
    private long silentUntilNanos;
    private long nowNanos;

    Pledge(ReadSettings settings) {
        this.settings = settings;
    }

    /** This process found a log of an earlier one. */
    void restart() {
        restarted = settings.leases();
        startPending = restarted;
    }

    /**
     * A leader was acknowledged.
     *
     * @return for how long nobody else is elected with this voter's help, 0 without leases
     */
    long give(Ballot to, long inRound) {
        if (settings.leases()) {
            round = to.equals(leader) ? Math.max(round, inRound) : inRound;
            leader = to;
            given = true;
            pending = true;
        }
        return settings.leaseNanos();
    }

    /** The leader needs no pledge that was given in an earlier round. */
    void release(Ballot by, long inRound) {
        if (by.equals(leader) && inRound > round) {
            given = false;
        }
    }

    /** The epoch is over. */
    void end() {
        given = false;
        restarted = false;
    }

    void tick(long monotonicNanos) {
        nowNanos = monotonicNanos;
        if (pending) {
            untilNanos = nowNanos + settings.leaseNanos();
            pending = false;
        }
        if (startPending) {
            silentUntilNanos = nowNanos + settings.leaseNanos();
            startPending = false;
        }
        given = given && nowNanos - untilNanos < 0;
        restarted = restarted && nowNanos - silentUntilNanos < 0;
    }

    /** Whether no leader may be elected with this voter's help. */
    boolean isMute() {
        return given || restarted;
    }

    /** Whether that candidate may not. The leader itself holds no lease once it stands again. */
    boolean isMuteFor(int candidate) {
        return restarted || (given && leader.node() != candidate);
    }
}
