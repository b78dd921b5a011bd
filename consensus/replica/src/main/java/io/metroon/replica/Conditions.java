package io.metroon.replica;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.condition.Condition;
import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.condition.Need;
import io.metroon.replica.condition.StateMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How this node and the others stand, as each says of itself, and what follows for what is admitted. On the loop. */
final class Conditions {
    /** Ticks between two reports. */
    static final int INTERVAL_TICKS = 25;
    /** Ticks for which a report counts; who was not heard for that long is taken to have room. */
    private static final int FRESH_TICKS = 8 * INTERVAL_TICKS;

    private final int self;
    private final Map<Integer, Heard> heard = new HashMap<>();
    private final List<StateMark> unsent = new ArrayList<>();
    private DiskRoom room = DiskRoom.AMPLE;
    private boolean quarantined;
    private long now;

    private record Heard(Condition condition, long tick) {}

    Conditions(int self) {
        this.self = self;
    }

    /** Time passes; whether a report is due. */
    boolean tick() {
        return ++now % INTERVAL_TICKS == 0;
    }

    void room(DiskRoom found) {
        room = found;
    }

    void quarantined(boolean is) {
        quarantined = is;
    }

    void mark(StateMark mark) {
        unsent.add(mark);
        if (unsent.size() > Condition.MARKS_MAX) {
            unsent.remove(0);
        }
    }

    /** What this node says now. */
    Condition report() {
        Condition report = new Condition(room, quarantined, unsent);
        unsent.subList(0, Math.max(0, unsent.size() - 1)).clear();
        return report;
    }

    void heard(int from, Condition condition) {
        heard.put(from, new Heard(condition, now));
    }

    /** Whether this node had better not lead. */
    boolean shouldNotLead() {
        return room != DiskRoom.AMPLE || quarantined;
    }

    /** Whether a node said lately that nothing keeps it from leading. */
    boolean mayLead(int node) {
        return fresh(node)
                .filter(condition -> condition.room() == DiskRoom.AMPLE && !condition.quarantined())
                .isPresent();
    }

    private Optional<Condition> fresh(int node) {
        Heard last = heard.get(node);
        return last == null || now - last.tick() > FRESH_TICKS ? Optional.empty() : Optional.of(last.condition());
    }

    private DiskRoom roomOf(int node) {
        return node == self ? room : fresh(node).map(Condition::room).orElse(DiskRoom.AMPLE);
    }

    /**
     * Why a command is not admitted; empty if it is. The disks that count are the leader's, and those of a phase-2 quorum: a
     * full disk of a minority must not stop the rest.
     */
    String shortage(EpochConfig epoch, int leader, Need need) {
        Predicate<Integer> hasRoom =
                need == Need.GROWS ? node -> roomOf(node) == DiskRoom.AMPLE : node -> roomOf(node) != DiskRoom.FULL;
        List<Integer> voters = epoch.members().stream()
                .map(Member::node)
                .filter(epoch::isVoter)
                .toList();
        List<Integer> without = voters.stream().filter(hasRoom.negate()).toList();
        boolean enough = voters.size() - without.size() >= epoch.phase2Quorum();
        if (enough && (leader == 0 || hasRoom.test(leader))) {
            return "";
        }
        return "no space: the disk of " + (without.size() == 1 ? "node " : "nodes ")
                + without.stream()
                        .map(String::valueOf)
                        .reduce((one, other) -> one + ", " + other)
                        .orElse("?")
                + (need == Need.GROWS ? " is nearly full; reads and deletes go on" : " is full; reads go on");
    }
}
