package io.metroon.consensus.explore;

import io.metroon.consensus.Message;
import io.metroon.consensus.Wording;
import java.util.Optional;

/**
 * One thing that happens to one node.
 *
 * @param kind what
 * @param peer who sent the message, or who is taught; 0 for nobody
 * @param message what was received
 * @param kept how many unsynced records a crash leaves
 * @param damagedSlot whose vote the disk lost, 0 for none
 */
record Action(Kind kind, int peer, Optional<Message> message, int kept, long damagedSlot) {
    /** What can happen. */
    enum Kind {
        RECEIVE,
        STAND,
        PROPOSE,
        SYNC,
        TEACH,
        CRASH,
        CRASH_LOSING_A_VALUE,
        CRASH_LOSING_A_VOTE
    }

    static Action receive(int from, Message message) {
        return new Action(Kind.RECEIVE, from, Optional.of(message), 0, 0);
    }

    static Action of(Kind kind) {
        return new Action(kind, 0, Optional.empty(), 0, 0);
    }

    static Action teach(int pupil) {
        return new Action(Kind.TEACH, pupil, Optional.empty(), 0, 0);
    }

    static Action crash(Kind kind, int kept, long damagedSlot) {
        return new Action(kind, 0, Optional.empty(), kept, damagedSlot);
    }

    boolean isCrash() {
        return kind.compareTo(Kind.CRASH) >= 0;
    }

    /** As a sentence about a node. */
    String text(int node) {
        return switch (kind) {
            case RECEIVE ->
                node + " receives from " + peer + ": "
                        + message.map(Wording::of).orElse("");
            case STAND -> node + " stands";
            case PROPOSE -> node + " proposes a client's command";
            case SYNC -> node + " syncs its disk";
            case TEACH -> node + " is asked by " + peer + " what is chosen";
            case CRASH -> node + " crashes and restarts, with " + kept + " unsynced records kept";
            case CRASH_LOSING_A_VALUE ->
                node + " crashes and restarts; the value that it voted for in slot " + damagedSlot + " is unreadable";
            case CRASH_LOSING_A_VOTE ->
                node + " crashes and restarts; whether it voted in slot " + damagedSlot + " is unreadable";
        };
    }
}
