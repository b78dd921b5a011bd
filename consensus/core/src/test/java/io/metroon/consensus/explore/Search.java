package io.metroon.consensus.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * Visits, breadth first, every state that a cluster can reach within a scope. A cluster state is a state of each node; the
 * network is all that they ever said, of which any message may arrive at any time, any number of times, or never.
 */
final class Search {
    private final Scope scope;
    private final long statesMax;
    private final int voters;
    private final int bits;
    private final Locals locals;
    private final Agreement agreement;
    private final int stand;
    private final int propose;
    private final LongHashSet visited = new LongHashSet();
    private final LongHashSet agreed = new LongHashSet();
    private final LongArrayList queue = new LongArrayList();
    private final IntArrayList parents = new IntArrayList();
    private String violation = "";

    /**
     * What a search found.
     *
     * @param states of the cluster that were visited
     * @param nodeStates states of single nodes among them
     * @param messages that were ever said
     * @param complete whether every state in the scope was visited
     * @param violation what is wrong in the last state, or nothing
     * @param way the shortest way there
     */
    record Outcome(long states, int nodeStates, int messages, boolean complete, String violation, List<String> way) {}

    Search(Scope scope, long statesMax) {
        this.scope = scope;
        this.statesMax = statesMax;
        voters = scope.epoch().voterCount();
        bits = 63 / voters;
        locals = new Locals(scope);
        agreement = new Agreement(scope);
        stand = locals.number(Action.of(Action.Kind.STAND));
        propose = locals.number(Action.of(Action.Kind.PROPOSE));
    }

    Outcome run() {
        IntStream.rangeClosed(scope.crashes() ? 1 : 0, scope.crashes() ? voters : 0)
                .forEach(this::begin);
        int at = 0;
        while (at < queue.size() && violation.isEmpty() && queue.size() < statesMax) {
            expand(at++);
        }
        boolean complete = at == queue.size() && violation.isEmpty();
        List<String> way = violation.isEmpty() ? List.of() : way(queue.size() - 1);
        return new Outcome(queue.size(), locals.size(), locals.messages(), complete, violation, way);
    }

    /** All nodes fresh; one of them, or none if 0, crashes some time. */
    private void begin(int crashing) {
        int[] nodes = new int[voters];
        Arrays.setAll(nodes, i -> locals.initial(i + 1, i + 1 == crashing));
        add(nodes, -1);
    }

    private void expand(int at) {
        int[] nodes = unpack(queue.get(at));
        boolean mayStand = total(nodes, true) < scope.stands();
        boolean mayPropose = total(nodes, false) < scope.commands();
        for (int i = 0; i < voters && violation.isEmpty(); i++) {
            Locals.Local local = locals.get(nodes[i]);
            for (int from = 0; from < voters; from++) {
                for (int message : locals.get(nodes[from]).said()[i + 1]) {
                    follow(nodes, i, message, at);
                }
            }
            for (int own : local.own()) {
                follow(nodes, i, own, at);
            }
            if (mayStand && scope.candidates().contains(i + 1)) {
                follow(nodes, i, stand, at);
            }
            if (mayPropose && local.leads()) {
                follow(nodes, i, propose, at);
            }
        }
    }

    private int total(int[] nodes, boolean stands) {
        int total = 0;
        for (int node : nodes) {
            total += stands ? locals.get(node).stood() : locals.get(node).proposed();
        }
        return total;
    }

    private void follow(int[] nodes, int i, int action, int from) {
        int before = nodes[i];
        int after = locals.after(before, action);
        if (after != before && violation.isEmpty()) {
            nodes[i] = after;
            add(nodes, from);
            nodes[i] = before;
        }
    }

    private void add(int[] nodes, int parent) {
        long state = pack(nodes);
        if (visited.add(state)) {
            queue.add(state);
            parents.add(parent);
            check(nodes);
        }
    }

    private void check(int[] nodes) {
        int[] facts = IntStream.of(nodes).map(node -> locals.get(node).facts()).toArray();
        for (int node : nodes) {
            if (!locals.get(node).broken().isEmpty()) {
                violation = "node " + locals.get(node).node() + ": "
                        + locals.get(node).broken();
            }
        }
        if (violation.isEmpty() && agreed.add(pack(facts))) {
            Optional<String> found = agreement.violation(
                    IntStream.of(facts).mapToObj(locals::facts).toList());
            violation = found.orElse("");
        }
    }

    private long pack(int[] numbers) {
        long packed = 0;
        for (int number : numbers) {
            if (number >>> bits != 0) {
                throw new IllegalStateException("more states of a node than " + bits + " bits can number");
            }
            packed = packed << bits | number;
        }
        return packed;
    }

    private int[] unpack(long packed) {
        int[] numbers = new int[voters];
        long rest = packed;
        for (int i = voters - 1; i >= 0; i--) {
            numbers[i] = (int) (rest & ((1L << bits) - 1));
            rest >>>= bits;
        }
        return numbers;
    }

    private List<String> way(int last) {
        Deque<String> way = new ArrayDeque<>();
        for (int at = last; parents.get(at) >= 0; at = parents.get(at)) {
            way.addFirst(step(unpack(queue.get(parents.get(at))), unpack(queue.get(at))));
        }
        return List.copyOf(way);
    }

    /** What led from one state to the next: nodes change one at a time. */
    private String step(int[] before, int[] after) {
        int i = 0;
        while (before[i] == after[i]) {
            i++;
        }
        int node = i;
        IntStream messages = IntStream.of(before)
                .flatMap(from -> IntStream.of(locals.get(from).said()[node + 1]));
        IntStream own = IntStream.of(locals.get(before[node]).own());
        return IntStream.concat(IntStream.of(stand, propose), IntStream.concat(own, messages))
                .filter(action -> locals.isStep(before[node], action, after[node]))
                .mapToObj(action -> locals.action(action).text(node + 1))
                .findFirst()
                .orElseThrow();
    }
}
