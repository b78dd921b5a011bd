package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Message;

/**
 * A leader's way out: while it is under way nothing is proposed, and the chosen voter is told to take over as soon as it
 * holds all that was. Raft dissertation, section 3.10.
 */
final class Handover {
    private final Context context;
    private int target;
    private long token;

    Handover(Context context) {
        this.context = context;
    }

    boolean isUnderWay() {
        return target != 0;
    }

    /** Whether this node is to take over; never for 0. */
    boolean isTo(int node) {
        return target != 0 && target == node;
    }

    int target() {
        return target;
    }

    void begin(int node, long transferToken) {
        target = node;
        token = transferToken;
    }

    void abandon() {
        target = 0;
    }

    void tellToTakeOver(Ballot ballot, long lastSlot) {
        context.send(target, new Message.Transfer(ballot, token, lastSlot));
    }
}
