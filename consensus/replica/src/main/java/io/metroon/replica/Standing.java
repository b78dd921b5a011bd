package io.metroon.replica;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.condition.Condition;
import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.condition.Need;
import io.metroon.replica.condition.StateMark;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.snapshot.SnapshotStore;
import io.metroon.replica.transport.Envelope.Body;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How fit this node is, and the others as they say: watches the room on the disk, compares states, refuses what there is no
 * room for, hands leadership over to a fitter voter, puts this node's state into quarantine and has it built anew. On the loop
 * unless said otherwise.
 */
final class Standing<R> {
    /** Ticks between two attempts to hand leadership over. */
    private static final int HAND_OVER_TICKS = 100;

    private final Replica<R> replica;
    private final Surroundings surroundings;
    private final Observer observer;
    private final Conditions conditions;
    private final StateComparison comparison;
    private final RoomWatch watch;
    private final Rebuild<R> rebuild;
    private volatile DiskRoom room = DiskRoom.AMPLE;
    private volatile String quarantined = "";
    private volatile List<String> alarms = List.of();
    private String shortOfSpace = "";
    private boolean wasRebuilt;
    private int leader;
    private int ticksToHandOver;

    Standing(
            Replica<R> replica,
            ReplicaSettings settings,
            Disk disk,
            SnapshotStore store,
            Applier<R> applier,
            LogWriter log,
            Surroundings surroundings,
            Observer observer) {
        this.replica = replica;
        this.surroundings = surroundings;
        this.observer = observer;
        int self = replica.meta().identity().node();
        conditions = new Conditions(self);
        comparison = new StateComparison(self);
        watch = new RoomWatch(disk, log, settings.headroomBytes(), found -> replica.post(() -> room(found)));
        rebuild = new Rebuild<>(store, applier, log, surroundings, new Rebuild.Outcome() {
            @Override
            public void rebuilt() {
                replica.rebuilt();
            }

            @Override
            public void impossible(String why) {
                replica.post(() -> enter(quarantined + "; it can't be rebuilt while the node runs, since " + why
                        + ": start the node again"));
            }
        });
        passed(applier.takeMarks());
    }

    // ---- any lane ----

    DiskRoom room() {
        return room;
    }

    /** Why this node's state answers nobody; empty when it does. */
    String quarantined() {
        return quarantined;
    }

    List<String> alarms() {
        return alarms;
    }

    /** Whether what was chosen up to this slot is applied later, by the rebuilding of the state; on the apply lane. */
    boolean defers(long upTo) {
        return rebuild.takes(upTo);
    }

    // ---- time ----

    void tick(CoreView view) {
        leader = view.leader();
        if (conditions.tick()) {
            watch.look(surroundings.logLane());
            tellOthers();
            alarms = findAlarms();
        }
        boolean leads = view.role() == CoreView.Role.LEADING;
        if (leads && conditions.shouldNotLead() && ++ticksToHandOver % HAND_OVER_TICKS == 1) {
            fitter(view).ifPresent(replica::handOver);
        }
    }

    private void tellOthers() {
        Condition report = conditions.report();
        int self = replica.meta().identity().node();
        for (int member : members()) {
            if (member != self) {
                replica.send(member, new Body.Status(report));
            }
        }
    }

    private List<Integer> members() {
        return replica.epoch().members().stream().map(Member::node).toList();
    }

    /** The voter that may lead and holds the most. */
    private Optional<Integer> fitter(CoreView view) {
        EpochConfig epoch = replica.epoch();
        return members().stream()
                .filter(node -> epoch.isVoter(node) && conditions.mayLead(node))
                .max(Comparator.comparingLong(node -> view.ackUpTo().getOrDefault(node, 0L)));
    }

    private List<String> findAlarms() {
        List<String> found = new ArrayList<>();
        if (room != DiskRoom.AMPLE) {
            found.add(shortOfSpace);
        }
        if (!quarantined.isEmpty()) {
            found.add(quarantined);
        }
        comparison.open().values().stream()
                .distinct()
                .map(StateDifference::toString)
                .forEach(found::add);
        return List.copyOf(found);
    }

    // ---- space ----

    private void room(RoomWatch.Found found) {
        room = found.room();
        conditions.room(found.room());
        shortOfSpace = "the disk is " + (found.room() == DiskRoom.FULL ? "full" : "nearly full") + ": "
                + (found.freeBytes() >> 20) + " MiB are free, " + (found.headroomBytes() >> 20) + " MiB should be";
        observer.onDiskRoom(found.room(), found.freeBytes(), found.headroomBytes());
        tellOthers();
    }

    /** Why a command is not admitted; empty if it is. */
    String shortage(Need need) {
        return conditions.shortage(replica.epoch(), leader, need);
    }

    // ---- state ----

    /** This node's state passed these marks. */
    void passed(List<StateMark> marks) {
        int self = replica.meta().identity().node();
        marks.forEach(mark -> {
            conditions.mark(mark);
            compare(self, mark);
        });
    }

    void heard(int from, Condition condition) {
        conditions.heard(from, condition);
        // Of one in quarantine too: it may have found out before it could tell, and everybody is to see the difference.
        condition.marks().forEach(mark -> compare(from, mark));
    }

    private void compare(int node, StateMark mark) {
        comparison.add(node, mark, members()).ifPresent(this::differs);
    }

    private void differs(StateDifference difference) {
        observer.onStateDifference(difference);
        if (difference.ownIsWrong() && quarantined.isEmpty()) {
            enter("the state of this node is wrong: " + difference);
            if (wasRebuilt) {
                enter(quarantined + "; it was rebuilt from snapshot and log already: replace this node");
            } else {
                rebuild.begin(comparison.agreedSlot());
            }
        }
    }

    private void enter(String why) {
        quarantined = why;
        conditions.quarantined(true);
        observer.onQuarantine(why);
    }

    /** The state was built anew; these are its marks. What it shows may be the same again. */
    void rebuilt(long slot, List<StateMark> marks) {
        wasRebuilt = true;
        quarantined = "";
        conditions.quarantined(false);
        comparison.forgetOwn();
        passed(marks);
        if (quarantined.isEmpty()) {
            observer.onRebuilt(slot);
        }
    }
}
