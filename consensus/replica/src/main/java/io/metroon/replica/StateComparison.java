package io.metroon.replica;

import io.metroon.consensus.Hash128;
import io.metroon.replica.condition.StateMark;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what this replica's state is with what the others say of theirs, at equal slots. The log is compared by the core;
 * this finds what the log can't show: equal commands that left different states. On the loop.
 *
 * <p>Nobody knows who is right but by counting: a replica whose digest differs from that of a majority of the members is
 * wrong. Without such a majority there is a difference and no verdict.
 */
final class StateComparison {
    /** Marks kept of each replica: 65,536 slots. */
    private static final int KEPT = 1_024;

    private final int self;
    private final Map<Integer, TreeMap<Long, Hash128>> marks = new HashMap<>();
    private final Map<Integer, StateDifference> open = new TreeMap<>();
    private long agreedSlot;

    StateComparison(int self) {
        this.self = self;
    }

    /** The newest slot at which this replica's state was that of a majority; 0 for none. */
    long agreedSlot() {
        return agreedSlot;
    }

    /** The newest difference to each replica whose newest common mark differs, by node. */
    Map<Integer, StateDifference> open() {
        return open;
    }

    /** This replica's own marks up to here count no more: its state is being rebuilt. */
    void forgetOwn() {
        marks.remove(self);
        open.clear();
    }

    /** A replica, this one or another, says what its state is; what that shows if it is not what the others say. */
    Optional<StateDifference> add(int node, StateMark mark, Collection<Integer> members) {
        TreeMap<Long, Hash128> known = marks.computeIfAbsent(node, any -> new TreeMap<>());
        boolean isNews = !mark.digest().equals(known.put(mark.slot(), mark.digest()));
        while (known.size() > KEPT) {
            known.pollFirstEntry();
        }
        Hash128 own = at(self, mark.slot());
        return isNews && own != null ? compare(mark.slot(), own, members) : Optional.empty();
    }

    private @Nullable Hash128 at(int node, long slot) {
        TreeMap<Long, Hash128> known = marks.get(node);
        return known == null ? null : known.get(slot);
    }

    private Optional<StateDifference> compare(long slot, Hash128 own, Collection<Integer> members) {
        Map<Hash128, Integer> counts = new HashMap<>();
        Map<Integer, Hash128> differing = new TreeMap<>();
        for (int member : members) {
            Hash128 digest = at(member, slot);
            if (digest != null) {
                counts.merge(digest, 1, Integer::sum);
                note(member, slot, digest, own, differing);
            }
        }
        Optional<Hash128> common = counts.entrySet().stream()
                .filter(entry -> entry.getValue() * 2 > members.size())
                .map(Map.Entry::getKey)
                .findAny();
        if (common.filter(own::equals).isPresent()) {
            agreedSlot = Math.max(agreedSlot, slot);
        }
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        boolean ownIsWrong = common.isPresent() && !common.get().equals(own);
        StateDifference found = new StateDifference(slot, own, differing, ownIsWrong);
        differing.keySet().forEach(node -> open.put(node, found));
        return Optional.of(found);
    }

    private void note(int member, long slot, Hash128 digest, Hash128 own, Map<Integer, Hash128> differing) {
        if (!digest.equals(own)) {
            differing.put(member, digest);
        } else if (open.containsKey(member) && open.get(member).slot() < slot) {
            open.remove(member);
        }
    }
}
