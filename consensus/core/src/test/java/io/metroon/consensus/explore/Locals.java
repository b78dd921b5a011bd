package io.metroon.consensus.explore;

import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Hash128;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;

/**
 * The states that single nodes can be in, numbered, and what leads from one to another. Few node states make many cluster
 * states, so each step of a core is computed once: a core is rebuilt by going the way that led to its state again.
 */
final class Locals {
    private final Scope scope;
    private final List<Local> states = new ArrayList<>();
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<Action> actions = new ArrayList<>();
    private final Map<Action, Integer> actionNumbers = new HashMap<>();
    private final List<Facts> facts = new ArrayList<>();
    private final Map<Facts, Integer> factNumbers = new HashMap<>();
    private final LongIntHashMap steps = new LongIntHashMap();

    private record Key(int node, Hash128 fingerprint) {}

    /**
     * A node, and all that it has said.
     *
     * @param node which
     * @param parent the state before, -1 for none
     * @param action that led here
     * @param mayCrash whether it crashes some time
     * @param said for each node, numbers of the messages to it
     * @param own numbers of what may happen to it without a message, standing and proposing apart
     * @param facts number of its facts
     * @param leads whether commands may be proposed to it
     * @param stood how often it stood
     * @param proposed how many commands were proposed to it
     * @param broken what is wrong with it, or nothing
     */
    record Local(
            int node,
            int parent,
            int action,
            boolean mayCrash,
            int[][] said,
            int[] own,
            int facts,
            boolean leads,
            int stood,
            int proposed,
            String broken) {}

    Locals(Scope scope) {
        this.scope = scope;
    }

    int initial(int node, boolean mayCrash) {
        return number(new Node(node, scope, mayCrash), -1, -1, mayCrash);
    }

    Local get(int number) {
        return states.get(number);
    }

    Action action(int number) {
        return actions.get(number);
    }

    Facts facts(int number) {
        return facts.get(number);
    }

    int size() {
        return states.size();
    }

    int messages() {
        return (int) actions.stream()
                .filter(action -> action.kind() == Action.Kind.RECEIVE)
                .count();
    }

    int number(Action action) {
        return actionNumbers.computeIfAbsent(action, added -> {
            actions.add(added);
            return actions.size() - 1;
        });
    }

    /** The state behind an action. */
    int after(int state, int action) {
        long step = ((long) state << 32) | action;
        int known = steps.getIfAbsent(step, -1);
        if (known >= 0) {
            return known;
        }
        Local local = states.get(state);
        Node node = rebuild(state);
        node.act(actions.get(action));
        int next = number(node, state, action, local.mayCrash());
        steps.put(step, next);
        return next;
    }

    /** Whether this action was seen to lead from one state to the other. */
    boolean isStep(int state, int action, int next) {
        return steps.getIfAbsent(((long) state << 32) | action, -1) == next;
    }

    private Node rebuild(int state) {
        Deque<Action> way = new ArrayDeque<>();
        Local local = states.get(state);
        while (local.parent() >= 0) {
            way.addFirst(actions.get(local.action()));
            local = states.get(local.parent());
        }
        Node node = new Node(local.node(), scope, local.mayCrash());
        way.forEach(node::act);
        return node;
    }

    private int number(Node node, int parent, int action, boolean mayCrash) {
        int[][] said = said(node);
        int fact = factNumbers.computeIfAbsent(Facts.of(node, scope.isRaft()), added -> {
            facts.add(added);
            return facts.size() - 1;
        });
        Fingerprint fingerprint = new Fingerprint(0).add(node.fingerprint()).add((long) fact);
        for (int[] to : said) {
            fingerprint.add((long) to.length);
            IntStream.of(to).forEach(message -> fingerprint.add((long) message));
        }
        return numbers.computeIfAbsent(new Key(node.id, fingerprint.value()), key -> {
            states.add(new Local(
                    node.id,
                    parent,
                    action,
                    mayCrash,
                    said,
                    own(node),
                    fact,
                    node.view().role() == Role.LEADING,
                    node.stood(),
                    node.proposed(),
                    node.broken()));
            return states.size() - 1;
        });
    }

    private int[][] said(Node node) {
        int[][] said = new int[scope.epoch().voterCount() + 1][];
        for (int to = 0; to < said.length; to++) {
            int receiver = to;
            said[to] = node.said().stream()
                    .filter(message -> message.to() == receiver)
                    .mapToInt(message -> number(Action.receive(node.id, message.message())))
                    .sorted()
                    .toArray();
        }
        return said;
    }

    private int[] own(Node node) {
        List<Action> own = new ArrayList<>();
        if (node.mayCrash()) {
            if (node.unsynced() > 0) {
                own.add(Action.of(Action.Kind.SYNC));
            }
            IntStream.rangeClosed(0, node.unsynced())
                    .forEach(kept -> own.add(Action.crash(Action.Kind.CRASH, kept, 0)));
            if (scope.damage()) {
                for (long slot : new Disk(node.durableLog(), false).votes().keySet()) {
                    own.add(Action.crash(Action.Kind.CRASH_LOSING_A_VALUE, 0, slot));
                    own.add(Action.crash(Action.Kind.CRASH_LOSING_A_VOTE, 0, slot));
                }
            }
        }
        if (scope.teaching() && !node.committed().isEmpty()) {
            IntStream.rangeClosed(1, scope.epoch().voterCount())
                    .filter(pupil -> pupil != node.id)
                    .forEach(pupil -> own.add(Action.teach(pupil)));
        }
        return own.stream().mapToInt(this::number).toArray();
    }
}
