package io.metroon.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Turns operations into requests and their replies into answers; gives each change its key. Thread-safe. */
final class Calls {
    private final Sender sender;
    private final Keys keys = new Keys();
    private final Map<String, String> headers;

    /**
     * On a sender.
     *
     * @param headers to send with every request
     */
    Calls(Sender sender, Map<String, String> headers) {
        this.sender = sender;
        this.headers = headers;
    }

    /** With a new key when it changes something. */
    KeyedOperation keyed(Operation operation) {
        return new KeyedOperation(operation, operation.changes() ? keys.next() : "");
    }

    /** Sends one operation as a request of its own. */
    CompletableFuture<Answer> alone(KeyedOperation keyed, Map<String, String> more, long deadlineNanos) {
        boolean needsBatch = keyed.operation() instanceof Operation.PutContent put
                && !put.attributes().equals(Attributes.NONE);
        if (needsBatch) {
            return together(List.of(keyed), deadlineNanos).get(0);
        }
        HttpCall call = OperationHttp.render(keyed, with(more));
        return sender.send(call, deadlineNanos).thenApply(Answer::of);
    }

    /** Sends content from a source. */
    CompletableFuture<HttpReply> upload(
            MetroonPath path, String key, Duration patience, ContentSource source, Executor reader) {
        Map<String, String> more =
                Map.of("Content-Type", "application/octet-stream", "Idempotency-Key", '"' + key + '"');
        HttpCall call = new HttpCall("PUT", OperationHttp.content(path), with(more), HttpCall.NO_BODY, key);
        return sender.upload(call, patience, source, reader);
    }

    /** A key that no other change has. */
    String newKey() {
        return keys.next();
    }

    /** Sends a change of the cluster, whose key only names it: the server keeps none. */
    CompletableFuture<HttpReply> change(ClusterChange change, String key, long deadlineNanos) {
        return sender.send(ClusterChangeHttp.render(change, key, headers), deadlineNanos);
    }

    /** Sends a read. */
    CompletableFuture<HttpReply> read(String target, Map<String, String> more, long deadlineNanos) {
        return sender.send(HttpCall.get(target, with(more)), deadlineNanos);
    }

    /** Downloads. */
    CompletableFuture<HttpReply> download(String target, Transport.ByteSink sink, long deadlineNanos) {
        return sender.download(HttpCall.get(target, headers), deadlineNanos, sink);
    }

    /**
     * Sends operations as one batch.
     *
     * @return a future for each, in order
     */
    List<CompletableFuture<Answer>> together(List<KeyedOperation> operations, long deadlineNanos) {
        String key = operations.stream()
                .map(KeyedOperation::key)
                .filter(k -> !k.isEmpty())
                .findFirst()
                .orElse("");
        Map<String, String> json = with(Map.of("Content-Type", "application/json"));
        HttpCall call = new HttpCall("POST", "/v1/batch", json, OperationJson.batch(operations), key);
        List<CompletableFuture<Answer>> answers =
                operations.stream().map(o -> new CompletableFuture<Answer>()).collect(Collectors.toList());
        Pending.whenDone(sender.send(call, deadlineNanos), (reply, failure) -> {
            if (failure == null) {
                distribute(Answer.of(reply), operations, answers, deadlineNanos);
            } else {
                failAll(failure, operations, answers);
            }
        });
        return answers;
    }

    private void distribute(
            Answer batch, List<KeyedOperation> operations, List<CompletableFuture<Answer>> answers, long deadline) {
        if (batch.isRefusal()) {
            failAll(batch.refusal(), operations, answers);
            return;
        }
        List<Answer> items = new ArrayList<>(operations.size());
        batch.json().path("results").forEach(item -> items.add(Answer.ofItem(item)));
        for (int i = 0; i < answers.size(); i++) {
            CompletableFuture<Answer> answer = answers.get(i);
            if (i >= items.size()) {
                answer.completeExceptionally(missing(operations.get(i)));
            } else if (items.get(i).isRetryable()) {
                again(operations.get(i), answer, deadline);
            } else {
                answer.complete(items.get(i));
            }
        }
    }

    private void again(KeyedOperation keyed, CompletableFuture<Answer> answer, long deadlineNanos) {
        Pending.whenDone(alone(keyed, Map.of(), deadlineNanos), (late, failure) -> {
            if (failure == null) {
                answer.complete(late);
            } else {
                answer.completeExceptionally(Pending.cause(failure));
            }
        });
    }

    private static void failAll(
            Throwable failure, List<KeyedOperation> operations, List<CompletableFuture<Answer>> answers) {
        for (int i = 0; i < answers.size(); i++) {
            answers.get(i).completeExceptionally(own(Pending.cause(failure), operations.get(i)));
        }
    }

    /** Each operation's failure names its own key; one that only reads has none, and simply got no answer. */
    private static Throwable own(Throwable failure, KeyedOperation keyed) {
        if (!(failure instanceof OutcomeUnknownException)) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        return keyed.key().isEmpty()
                ? new UnavailableException(message)
                : new OutcomeUnknownException(keyed.key(), message);
    }

    private static MetroonException missing(KeyedOperation keyed) {
        String message = "the server answered fewer operations than it was sent";
        return keyed.key().isEmpty()
                ? new UnavailableException(message)
                : new OutcomeUnknownException(keyed.key(), message);
    }

    private Map<String, String> with(Map<String, String> more) {
        if (more.isEmpty()) {
            return headers;
        }
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.putAll(more);
        return all;
    }
}
