package io.metroon.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Searches an order that explains what clients saw, knowing nothing but that: each request takes effect at one moment
 * between its begin and its end, and gives the answer that a plain tree gives then. A change without an answer may take
 * effect at any moment after its begin, or never.
 *
 * <p>The algorithm of Wing and Gong (Testing and verifying concurrent objects, 1993) with Lowe's memory of configurations
 * (Testing for linearizability, 2017): depth first, a configuration being the set of requests that took effect and the tree
 * that they left. A change without an answer is put off until just before a request that would come to something else
 * without it: two dozen of them would otherwise make millions of sets out of one history.
 */
final class Linearizability {
    private final List<Observed> history;
    private final long stepsMax;
    private final Set<Configuration> seen = new HashSet<>();
    private long steps;
    private int deepest;

    private record Configuration(BitSet done, Model model) {}

    /** What a search came to. */
    enum Verdict {
        /** An order explains everything. */
        LINEARIZABLE,
        /** No order does. */
        VIOLATED,
        /** The search was given up. */
        UNDECIDED
    }

    /**
     * A verdict.
     *
     * @param verdict it
     * @param steps configurations looked at
     * @param explained requests in the longest order found
     */
    record Finding(Verdict verdict, long steps, int explained) {}

    private Linearizability(List<Observed> history, long stepsMax) {
        this.history = history;
        this.stepsMax = stepsMax;
    }

    /** Searches, and gives up after so many configurations. */
    static Finding search(List<Observed> history, long stepsMax) {
        List<Observed> byBegin = new ArrayList<>(history);
        byBegin.sort(Comparator.comparingLong(Observed::began));
        return new Linearizability(byBegin, stepsMax).search();
    }

    private Finding search() {
        Deque<Iterator<Configuration>> path = new ArrayDeque<>();
        path.push(List.of(new Configuration(new BitSet(), new Model())).iterator());
        while (!path.isEmpty()) {
            if (!path.element().hasNext()) {
                path.pop();
                continue;
            }
            Configuration next = path.element().next();
            if (isComplete(next)) {
                return new Finding(Verdict.LINEARIZABLE, steps, history.size());
            }
            if (++steps > stepsMax) {
                return new Finding(Verdict.UNDECIDED, steps, deepest);
            }
            deepest = Math.max(deepest, next.done().cardinality());
            path.push(successors(next));
        }
        return new Finding(Verdict.VIOLATED, steps, deepest);
    }

    private boolean isComplete(Configuration configuration) {
        for (int i = configuration.done().nextClearBit(0);
                i < history.size();
                i = configuration.done().nextClearBit(i + 1)) {
            if (history.get(i).isKnown()) {
                return false;
            }
        }
        return true;
    }

    /** Each only once over the whole search, and only made when it is asked for. */
    private Iterator<Configuration> successors(Configuration from) {
        List<Integer> able = able(from.done());
        Stream<Configuration> answered = able.stream().filter(this::isKnown).flatMap(i -> take(from, i).stream());
        Stream<Configuration> unanswered = able.stream()
                .filter(i -> !isKnown(i))
                .flatMap(i -> take(from, i).stream())
                .flatMap(changed -> dependents(able, from, changed));
        return Stream.concat(answered, unanswered).filter(seen::add).iterator();
    }

    private Stream<Configuration> dependents(List<Integer> able, Configuration before, Configuration changed) {
        return able.stream()
                .filter(i -> !changed.done().get(i) && depends(i, before, changed))
                .flatMap(i -> take(changed, i).stream());
    }

    private boolean isKnown(int index) {
        return history.get(index).isKnown();
    }

    /** Whether a request comes to something else, or leaves something else, behind a change than before it. */
    private boolean depends(int index, Configuration before, Configuration changed) {
        Request request = history.get(index).request();
        Model without = before.model().copy();
        Model with = changed.model().copy();
        if (!request.on(without).equals(request.on(with))) {
            return true;
        }
        int change = changed.done().stream()
                .filter(i -> !before.done().get(i))
                .findFirst()
                .orElseThrow();
        history.get(change).request().on(without);
        return !without.equals(with);
    }

    /** Those that began before any other that is still due had ended. */
    private List<Integer> able(BitSet done) {
        List<Integer> able = new ArrayList<>();
        long firstEnd = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            Observed observed = history.get(i);
            if (observed.began() > firstEnd) {
                break;
            }
            able.add(i);
            firstEnd = Math.min(firstEnd, observed.ended());
        }
        return able;
    }

    /** The configuration in which one more took effect, if its answer agrees; a change that does nothing is no use. */
    private Optional<Configuration> take(Configuration from, int index) {
        Observed observed = history.get(index);
        Model model = from.model().copy();
        Request.Result result = observed.request().on(model);
        boolean explains = observed.isKnown() ? result.equals(observed.result()) : !model.equals(from.model());
        if (!explains) {
            return Optional.empty();
        }
        BitSet done = (BitSet) from.done().clone();
        done.set(index);
        return Optional.of(new Configuration(done, model));
    }
}
