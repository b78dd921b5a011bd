package io.metroon.consensus.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/** What happened, a line each: all that is notable, and the last details. Costs nothing unless it is wanted. */
final class Timeline {
    private static final int DETAILS_MAX = 4_000;

    private final EventQueue events;
    private final boolean wanted;
    private final TreeMap<Long, String> notes = new TreeMap<>();
    private final Deque<Long> details = new ArrayDeque<>();
    private long count;

    Timeline(EventQueue events, boolean wanted) {
        this.events = events;
        this.wanted = wanted;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Notes something notable at a node; 0 for the world. */
    void note(int node, String what, Object... values) {
        if (wanted) {
            notes.put(count++, line(node, what, values));
        }
    }

    /** Notes a detail, which goes when there are too many newer ones. */
    void detail(int node, String what, Object... values) {
        if (wanted) {
            if (details.size() == DETAILS_MAX) {
                notes.remove(details.removeFirst());
            }
            details.addLast(count);
            notes.put(count++, line(node, what, values));
        }
    }

    private String line(int node, String what, Object... values) {
        StringBuilder line = new StringBuilder(String.format("%12.6f ", events.now() / 1e9));
        line.append(node == 0 ? "world " : "node " + node).append(' ').append(what);
        for (Object value : values) {
            line.append(' ').append(value);
        }
        return line.toString();
    }

    List<String> lines() {
        return List.copyOf(notes.values());
    }
}
