package io.metroon.consensus.frame;

import io.metroon.consensus.Entry;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The newest vote of each slot, in memory, from some slot on. Votes above the chosen prefix always stay; chosen entries
 * stay for peers that lag, up to a bound, and go oldest first.
 */
public final class VoteTable {
    private final TreeMap<Long, Vote> votes = new TreeMap<>();
    private List<SlotRange> faults;
    private long floor;
    private long weight;

    /** Of what a disk gave back; nothing up to {@code floor} is in memory. */
    public VoteTable(List<Vote> recovered, List<SlotRange> faults, long floor) {
        this.faults = List.copyOf(faults);
        this.floor = floor;
        recovered.forEach(this::put);
    }

    /** The vote at a slot, if it is in memory. */
    public @Nullable Vote get(long slot) {
        return votes.get(slot);
    }

    /** The value at a slot, if it is in memory and readable. */
    public @Nullable Entry entry(long slot) {
        Vote vote = votes.get(slot);
        return vote == null ? null : vote.entry();
    }

    /** Takes a vote, in place of any before it. */
    public void put(Vote vote) {
        Vote before = votes.put(vote.slot(), vote);
        weight += weightOf(vote) - weightOf(before);
    }

    /** Slots up to here are not in memory. */
    public long floor() {
        return floor;
    }

    /** The highest slot with a vote, or {@code otherwise}. */
    public long lastSlot(long otherwise) {
        return votes.isEmpty() ? otherwise : Math.max(otherwise, votes.lastKey());
    }

    /** Votes above a slot, in slot order. */
    public List<Vote> above(long slot) {
        return new ArrayList<>(votes.tailMap(slot, false).values());
    }

    /** Votes above a slot whose values were lost, at most so many. */
    public List<Vote> damagedAbove(long slot, int most) {
        return votes.tailMap(slot, false).values().stream()
                .filter(vote -> vote.state() == Vote.State.ID_ONLY)
                .limit(most)
                .toList();
    }

    /** Ranges in which votes above a slot may have been lost. */
    public List<SlotRange> faultsAbove(long slot) {
        return faults.stream()
                .filter(range -> range.to() > slot)
                .map(range -> new SlotRange(Math.max(range.from(), slot + 1), range.to()))
                .toList();
    }

    /** What this node reports of a slot: its vote, a fault, or nothing at all. */
    public Optional<Vote> report(long slot) {
        Vote vote = votes.get(slot);
        if (vote != null) {
            return Optional.of(vote);
        }
        boolean faulty = faults.stream().anyMatch(range -> range.contains(slot));
        return faulty ? Optional.of(Vote.fault(slot)) : Optional.empty();
    }

    /** Forgets slots up to one that a snapshot holds. */
    public void dropThrough(long slot) {
        floor = Math.max(floor, slot);
        while (!votes.isEmpty() && votes.firstKey() <= slot) {
            weight -= weightOf(votes.pollFirstEntry().getValue());
        }
    }

    /**
     * The lowest slot above one where this node voted, or may have voted, and no value is readable, or that is missing below
     * others: a snapshot that rotted may have stood for it.
     */
    public OptionalLong firstDamagedAbove(long slot) {
        LongStream missing = firstWithoutVote(new SlotRange(slot + 1, lastSlot(slot))).stream();
        LongStream lost = votes.tailMap(slot, false).values().stream()
                .filter(vote -> !vote.hasValue())
                .mapToLong(Vote::slot);
        LongStream faulty = faultsAbove(slot).stream().flatMapToLong(range -> firstWithoutVote(range).stream());
        return LongStream.concat(missing, LongStream.concat(lost, faulty)).min();
    }

    private OptionalLong firstWithoutVote(SlotRange range) {
        long slot = range.from();
        while (slot <= range.to() && votes.containsKey(slot)) {
            slot++;
        }
        return slot <= range.to() ? OptionalLong.of(slot) : OptionalLong.empty();
    }

    /** The first slot above one that has a vote. */
    public @Nullable Vote nextAbove(long slot) {
        Map.Entry<Long, Vote> next = votes.higherEntry(slot);
        return next == null ? null : next.getValue();
    }

    /** Forgets votes above a slot, and all doubts about them: another leader's log goes on differently there. */
    public void truncateAbove(long slot) {
        dropAbove(slot);
        faults = faults.stream()
                .filter(range -> range.from() <= slot)
                .map(range -> new SlotRange(range.from(), Math.min(range.to(), slot)))
                .toList();
    }

    private void dropAbove(long slot) {
        while (!votes.isEmpty() && votes.lastKey() > slot) {
            weight -= weightOf(votes.pollLastEntry().getValue());
        }
    }

    /** Forgets votes above a slot, and all doubts: they belong to an epoch that ended there. */
    public void endEpochAt(long slot) {
        dropAbove(slot);
        faults = List.of();
    }

    /** Forgets the oldest slots, none above {@code upTo}, until the rest weighs no more than {@code bytesMax}. */
    public void evict(long upTo, int bytesMax) {
        while (weight > bytesMax && !votes.isEmpty() && votes.firstKey() <= upTo) {
            floor = votes.firstKey();
            weight -= weightOf(votes.pollFirstEntry().getValue());
        }
    }

    private static long weightOf(@Nullable Vote vote) {
        Entry entry = vote == null ? null : vote.entry();
        return entry == null ? 0 : entry.weight();
    }
}
