package io.metroon.replica.condition;

import java.util.List;

/**
 * What a node says of itself to the other members, several times a second. Best effort, and no promise: the protocol's safety
 * rests on none of it.
 *
 * @param room on its disk
 * @param quarantined whether its state was found to be wrong: it votes, and answers nobody
 * @param marks of its state, newest last; those that it has not sent yet, and the newest always
 */
public record Condition(DiskRoom room, boolean quarantined, List<StateMark> marks) {
    /** Marks in one message. */
    public static final int MARKS_MAX = 128;

    /** Keeps its own list. */
    public Condition {
        marks = List.copyOf(marks);
    }
}
