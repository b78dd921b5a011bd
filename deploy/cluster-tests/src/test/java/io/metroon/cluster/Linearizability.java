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
 * that they left. Two dozen changes without an answer would make millions of sets out of one history, so each is put off
 * until just before an answered request whose paths it touches, itself or through others before that request. Orders in
 * which one such change at most precedes an answer are tried first, then two, and so on until no more would be any use.
 */
final class Linearizability {
    private final List<Observed> history;
    private final long stepsMax;
    private final Set<Configuration> seen = new HashSet<>();
    private int blockMax;
    private boolean cutShort;
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
     * @param steps requests tried in some configuration
     * @param explained requests in the longest order found
     */
    record Finding(Verdict verdict, long steps, int explained) {}

    private Linearizability(List<Observed> history, long stepsMax) {
        this.history = history;
        this.stepsMax = stepsMax;
    }

    /** Searches, and gives up after so many steps. */
    static Finding search(List<Observed> history, long stepsMax) {
        List<Observed> byBegin = new ArrayList<>(history);
        byBegin.sort(Comparator.comparingLong(Observed::began));
        return new Linearizability(byBegin, stepsMax).search();
    }

    private Finding search() {
        do {
            seen.clear();
            cutShort = false;
            if (findsAnOrder()) {
                return new Finding(Verdict.LINEARIZABLE, steps, history.size());
            }
            blockMax++;
        } while (cutShort && steps < stepsMax);
        return new Finding(steps < stepsMax ? Verdict.VIOLATED : Verdict.UNDECIDED, steps, deepest);
    }

    private boolean findsAnOrder() {
        Deque<Iterator<Configuration>> path = new ArrayDeque<>();
        path.push(List.of(new Configuration(new BitSet(), new Model())).iterator());
        while (!path.isEmpty() && steps < stepsMax) {
            if (!path.element().hasNext()) {
                path.pop();
                continue;
            }
            Configuration next = path.element().next();
            if (isComplete(next)) {
                return true;
            }
            deepest = Math.max(deepest, next.done().cardinality());
            path.push(successors(next));
        }
        return false;
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
        return able.stream()
                .filter(this::isKnown)
                .flatMap(answered -> through(from, answered, touching(answered, able), blockMax, new HashSet<>()))
                .filter(seen::add)
                .iterator();
    }

    /** An answered request takes effect, before it so many of these unanswered changes, in any order. */
    private Stream<Configuration> through(
            Configuration from, int answered, List<Integer> unanswered, int most, Set<Configuration> tried) {
        Stream<Configuration> at = take(from, answered).stream();
        if (most == 0) {
            cutShort |= unanswered.stream().anyMatch(i -> !from.done().get(i));
            return at;
        }
        Stream<Configuration> later = unanswered.stream()
                .filter(i -> !from.done().get(i))
                .flatMap(i -> take(from, i).stream())
                .filter(tried::add)
                .flatMap(changed -> through(changed, answered, unanswered, most - 1, tried));
        return Stream.concat(at, later);
    }

    private boolean isKnown(int index) {
        return history.get(index).isKnown();
    }

    /** The unanswered changes that an answer may depend on: all others come to the same behind it. */
    private List<Integer> touching(int answered, List<Integer> able) {
        List<Integer> touching = new ArrayList<>();
        List<String> paths = new ArrayList<>(history.get(answered).request().paths());
        List<Integer> others = new ArrayList<>(able);
        others.removeIf(this::isKnown);
        while (others.removeIf(i -> joins(history.get(i).request(), paths) && touching.add(i))) {
            touching.forEach(i -> paths.addAll(history.get(i).request().paths()));
        }
        return touching;
    }

    private static boolean joins(Request request, List<String> paths) {
        return request.paths().stream().anyMatch(own -> paths.stream().anyMatch(path -> isOneAboveTheOther(own, path)));
    }

    private static boolean isOneAboveTheOther(String one, String other) {
        return one.equals(other) || one.startsWith(other + "/") || other.startsWith(one + "/");
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
        steps++;
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
