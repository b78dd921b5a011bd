package io.metroon.consensus.simulator;

import io.metroon.consensus.Entry;
import io.metroon.consensus.simulator.Workload.Query;
import io.metroon.consensus.simulator.check.Checker;
import io.metroon.consensus.simulator.check.Executions;
import io.metroon.consensus.simulator.check.Invariant;
import io.metroon.consensus.simulator.check.Ledger;
import io.metroon.consensus.simulator.check.Violation;
import io.metroon.replica.ReadLevel;
import io.metroon.replica.StateMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Linearizability by witness: each reply names the slot at which it took effect; the slots must respect real time, and
 * replaying the log in slot order must give exactly the replies. A history that passes is linearizable, because the check
 * constructs the order. A wrong slot makes the replay differ, so no node is trusted.
 */
final class Witness<R, M extends StateMachine<R>> {
    /** An answer to be compared when the replay comes to its slot. */
    private record Answer<M>(
            @Nullable Query<M> query, @Nullable Object value) {}

    private final Ledger ledger;
    private final Executions executions;
    private final Map<Long, List<Answer<M>>> answers = new TreeMap<>();
    /** The floor, from each true time at which it rose. */
    private final TreeMap<Long, Long> floors = new TreeMap<>();

    private long floor;
    private long count;

    Witness(Checker checker) {
        this.ledger = checker.ledger();
        this.executions = checker.executions();
    }

    /** The highest slot of any operation that has finished: what begins now comes after it. */
    long floor() {
        return floor;
    }

    /** How many operations finished. */
    long count() {
        return count;
    }

    void finished(Client<R, M>.Operation operation, Reply reply, long now) {
        count++;
        if (operation.level instanceof ReadLevel.Bounded) {
            requireWithinBound(operation, reply);
        } else {
            requireInOrder(operation, reply);
        }
        requireChosen(operation, reply);
        if (isStrict(operation.level) && reply.slot() > floor) {
            floor = reply.slot();
            floors.put(now, floor);
        }
        answers.computeIfAbsent(reply.slot(), slot -> new ArrayList<>())
                .add(new Answer<>(operation.query, reply.value()));
    }

    /** Whether what begins after an answer of this level must not see less. */
    private static boolean isStrict(ReadLevel level) {
        return !(level instanceof ReadLevel.Bounded
                || level instanceof ReadLevel.AtLeast
                || level instanceof ReadLevel.Stale);
    }

    private static long leastSlot(Client<?, ?>.Operation operation) {
        if (operation.level instanceof ReadLevel.AtLeast atLeast) {
            return atLeast.slot();
        }
        return isStrict(operation.level) ? operation.invokedAtFloor + (operation.isCommand() ? 1 : 0) : 0;
    }

    private void requireInOrder(Client<R, M>.Operation operation, Reply reply) {
        if (reply.slot() < leastSlot(operation)) {
            throw new Violation(
                    operation.isCommand() ? Invariant.ACKNOWLEDGED_IS_CHOSEN : Invariant.READS_LINEARIZABLE,
                    "an operation (" + operation.level + ") took effect at slot " + reply.slot() + ", but slot "
                            + operation.invokedAtFloor + " was answered before it began");
        }
    }

    /** In true time: what was answered before the bound, counted back from when the read was evaluated, is seen. */
    private void requireWithinBound(Client<R, M>.Operation operation, Reply reply) {
        Map.Entry<Long, Long> then = floors.lowerEntry(reply.asOf());
        if (then != null && reply.slot() < then.getValue()) {
            throw new Violation(
                    Invariant.READS_WITHIN_BOUND,
                    "a read (" + operation.level + ") saw slot " + reply.slot() + ", but slot " + then.getValue()
                            + " was answered at " + then.getKey() + ", before its bound at " + reply.asOf());
        }
    }

    private void requireChosen(Client<R, M>.Operation operation, Reply reply) {
        Entry chosen = ledger.chosen(reply.slot());
        boolean there = operation.command == null
                ? reply.slot() <= ledger.chosenUpTo()
                : Arrays.equals(executions.at(reply.slot()), operation.command);
        if (!there) {
            throw new Violation(
                    Invariant.ACKNOWLEDGED_IS_CHOSEN,
                    "a reply names slot " + reply.slot() + ", where " + chosen + " is chosen");
        }
    }

    /** Replays the log and compares every reply. */
    void replay(M machine) {
        compare(0, machine, null);
        for (long slot = 1; slot <= ledger.chosenUpTo(); slot++) {
            Entry entry = Objects.requireNonNull(ledger.chosen(slot));
            Object reply = null;
            byte[] command = executions.at(slot);
            if (command != null) {
                reply = machine.apply(slot, entry.stamp(), command);
            } else {
                machine.skip(slot, entry.stamp());
            }
            compare(slot, machine, reply);
        }
    }

    private void compare(long slot, M machine, @Nullable Object reply) {
        for (Answer<M> answer : answers.getOrDefault(slot, List.of())) {
            Object expected = answer.query() == null ? reply : answer.query().evaluate(machine);
            if (!Objects.equals(expected, answer.value())) {
                throw new Violation(
                        answer.query() == null ? Invariant.ACKNOWLEDGED_IS_CHOSEN : Invariant.READS_LINEARIZABLE,
                        "at slot " + slot + " a client was told " + answer.value() + ", and replaying the log gives "
                                + expected);
            }
        }
    }
}
