package io.metroon.consensus.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last things that happened, a line each; costs nothing unless it is wanted. */
final class Timeline {
    private static final int LINES_MAX = 4_000;

    private final EventQueue events;
    private final boolean wanted;
    private final Deque<String> lines = new ArrayDeque<>();

    Timeline(EventQueue events, boolean wanted) {
        this.events = events;
        this.wanted = wanted;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Notes what happened at a node; 0 for the world. */
    void note(int node, String what, Object... details) {
        if (wanted) {
            StringBuilder line = new StringBuilder(String.format("%12.6f ", events.now() / 1e9));
            line.append(node == 0 ? "world " : "node " + node).append(' ').append(what);
            for (Object detail : details) {
                line.append(' ').append(detail);
            }
            if (lines.size() == LINES_MAX) {
                lines.removeFirst();
            }
            lines.addLast(line.toString());
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
