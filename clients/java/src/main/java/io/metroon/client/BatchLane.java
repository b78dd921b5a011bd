package io.metroon.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Lets concurrent calls share requests. A call goes out at once while fewer than {@code requestsMax} are under way; those
 * that come meanwhile wait for a place and then go together. So a lone call pays nothing, and the more are waiting, the
 * more a request carries. Reads and changes have a lane each, so that reads do not wait for disks. Thread-safe.
 *
 * <p>A call that waited in the lane may be answered later than its timeout by the time it waited.
 */
final class BatchLane {
    /** Half of the server's bound on a batch, so that no batch takes long to decode. */
    private static final int ITEMS_MAX = 500;
    /** Half of the server's bound on a metadata body. */
    private static final long WEIGHT_MAX = 4L << 20;

    private static final int WAITING_MAX = 100_000;

    private final Calls calls;
    private final int requestsMax;
    private final LongSupplier nanoClock;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int requests;

    /** A call with its deadline and its future. */
    private record Waiting(KeyedOperation keyed, long deadlineNanos, CompletableFuture<Answer> answer) {
        /** A rough size in JSON. */
        long weight() {
            return keyed.operation() instanceof Operation.PutContent put
                    ? 400 + put.content().length() * 4L / 3
                    : 400;
        }
    }

    BatchLane(Calls calls, int requestsMax, LongSupplier nanoClock) {
        this.calls = calls;
        this.requestsMax = requestsMax;
        this.nanoClock = nanoClock;
    }

    /** Sends it, now or with others; fails with {@link UnavailableException} when too many wait. */
    CompletableFuture<Answer> submit(KeyedOperation keyed, long deadlineNanos) {
        Waiting call = new Waiting(keyed, deadlineNanos, new CompletableFuture<>());
        if (!enqueue(call)) {
            call.answer.completeExceptionally(
                    new UnavailableException("too many calls under way, " + WAITING_MAX + " are waiting already"));
        }
        pump();
        return call.answer;
    }

    private synchronized boolean enqueue(Waiting call) {
        return waiting.size() < WAITING_MAX && waiting.add(call);
    }

    private void pump() {
        List<Waiting> batch = take();
        if (!batch.isEmpty()) {
            send(batch);
        }
    }

    private synchronized List<Waiting> take() {
        if (requests >= requestsMax || waiting.isEmpty()) {
            return List.of();
        }
        requests++;
        List<Waiting> batch = new ArrayList<>();
        long weight = 0;
        while (!waiting.isEmpty() && batch.size() < ITEMS_MAX) {
            weight += waiting.peek().weight();
            if (!batch.isEmpty() && weight > WEIGHT_MAX) {
                break;
            }
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void send(List<Waiting> batch) {
        batch.stream()
                .filter(this::late)
                .forEach(call -> call.answer.completeExceptionally(
                        new UnavailableException("timed out before it could be sent")));
        List<Waiting> due = batch.stream().filter(call -> !call.answer.isDone()).toList();
        List<CompletableFuture<Answer>> answers = due.isEmpty() ? List.of() : start(due);
        for (int i = 0; i < answers.size(); i++) {
            Waiting call = due.get(i);
            CompletableFuture<Answer> unused =
                    answers.get(i).whenComplete((answer, failure) -> settle(call, answer, failure));
        }
        Pending.whenDone(
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)), (done, failure) -> finished());
    }

    private boolean late(Waiting call) {
        return call.deadlineNanos - nanoClock.getAsLong() <= 0;
    }

    private List<CompletableFuture<Answer>> start(List<Waiting> due) {
        if (due.size() == 1) {
            Waiting only = due.get(0);
            return List.of(calls.alone(only.keyed, Map.of(), only.deadlineNanos));
        }
        long deadline = due.get(due.size() - 1).deadlineNanos;
        return calls.together(due.stream().map(Waiting::keyed).toList(), deadline);
    }

    private static void settle(
            Waiting call,
            @org.jspecify.annotations.Nullable Answer answer,
            @org.jspecify.annotations.Nullable Throwable failure) {
        if (answer != null) {
            call.answer.complete(answer);
        } else if (failure != null) {
            call.answer.completeExceptionally(Pending.cause(failure));
        }
    }

    private void finished() {
        synchronized (this) {
            requests--;
        }
        pump();
    }
}
