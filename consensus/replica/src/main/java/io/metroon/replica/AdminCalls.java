package io.metroon.replica;

import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.AdminOutcome.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Operators' requests that wait for the leader's word. On the loop. */
final class AdminCalls {
    /** Requests at a time; more are refused. */
    private static final int CALLS_MAX = 16;

    private final Surroundings.Clock clock;
    private final BiConsumer<Long, Admin> ask;
    private final Map<Long, Call> calls = new TreeMap<>();
    private long ticket;

    private record Call(long deadlineNanos, CompletableFuture<AdminOutcome> future) {}

    /** Tickets are numbered from {@code firstTicket}, above 0, which each process draws anew. */
    AdminCalls(Surroundings.Clock clock, long firstTicket, BiConsumer<Long, Admin> ask) {
        this.clock = clock;
        this.ticket = firstTicket;
        this.ask = ask;
    }

    void add(Admin request, Duration patience, CompletableFuture<AdminOutcome> future) {
        if (calls.size() >= CALLS_MAX) {
            future.complete(new AdminOutcome(
                    Verdict.CHANGE_PENDING, CALLS_MAX + " requests are waiting at this node already: try again"));
            return;
        }
        calls.put(++ticket, new Call(clock.monotonicNanos() + patience.toNanos(), future));
        ask.accept(ticket, request);
    }

    void settled(long settledTicket, AdminOutcome outcome) {
        Call call = calls.remove(settledTicket);
        if (call != null) {
            call.future().complete(outcome);
        }
    }

    void tick() {
        long now = clock.monotonicNanos();
        calls.values().removeIf(call -> {
            boolean overdue = call.deadlineNanos() - now < 0;
            if (overdue) {
                call.future().complete(unknown("no answer within the time given"));
            }
            return overdue;
        });
    }

    void close() {
        new ArrayList<>(calls.values()).forEach(call -> call.future().complete(unknown("the node is closing")));
        calls.clear();
    }

    private static AdminOutcome unknown(String why) {
        return new AdminOutcome(
                Verdict.OUTCOME_UNKNOWN, why + ": look at the members to see whether the change took effect");
    }
}
