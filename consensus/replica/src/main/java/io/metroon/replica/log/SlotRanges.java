package io.metroon.replica.log;

import io.metroon.consensus.SlotRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;

/** A union of slot ranges. */
final class SlotRanges {
    private final List<SlotRange> ranges = new ArrayList<>();

    /** Adds a range; nothing if it is empty. */
    void add(long from, long to) {
        if (from <= to) {
            ranges.add(new SlotRange(from, to));
        }
    }

    /** The union less these slots: ascending, apart from each other. */
    List<SlotRange> without(NavigableSet<Long> slots) {
        SlotRanges rest = new SlotRanges();
        for (SlotRange range : union()) {
            long from = range.from();
            for (long slot : slots.subSet(range.from(), true, range.to(), true)) {
                rest.add(from, slot - 1);
                from = slot + 1;
            }
            rest.add(from, range.to());
        }
        return rest.ranges;
    }

    private List<SlotRange> union() {
        ranges.sort(Comparator.comparingLong(SlotRange::from));
        SlotRanges union = new SlotRanges();
        for (SlotRange next : ranges) {
            int last = union.ranges.size() - 1;
            if (last >= 0 && next.from() <= union.ranges.get(last).to() + 1) {
                SlotRange before = union.ranges.get(last);
                union.ranges.set(last, new SlotRange(before.from(), Math.max(before.to(), next.to())));
            } else {
                union.ranges.add(next);
            }
        }
        return union.ranges;
    }
}
