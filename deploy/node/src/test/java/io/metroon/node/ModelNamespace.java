package io.metroon.node;

import io.metroon.namespace.Command;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.Limits;
import io.metroon.namespace.ModelTree;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plain tree with a plain table of idempotency keys and batches: what a log of commands must come to, in short. */
final class ModelNamespace {
    private record First(String outcome, long expiryMillis) {}

    private final Limits limits;
    private final ModelTree tree;
    private final Map<IdempotencyKey, First> answers = new HashMap<>();
    private long slot;
    private long clockMillis;

    ModelNamespace(Limits limits) {
        this.limits = limits;
        this.tree = new ModelTree(limits);
    }

    ModelTree tree() {
        return tree;
    }

    /** What comes next stands here; {@code logClockMillis} is the clock by which keys expire. */
    void at(long nextSlot, long stampMillis, long logClockMillis) {
        slot = nextSlot;
        clockMillis = logClockMillis;
        tree.at(nextSlot, stampMillis);
    }

    /** Carries out a command unless its key was used; what {@link #outcome} must say of the namespace's answer. */
    String run(Command.Keyed keyed) {
        IdempotencyKey key = keyed.key();
        if (key == null) {
            return slot + " " + decide(keyed);
        }
        First first = answers.get(key);
        if (first != null && first.expiryMillis() > clockMillis) {
            return first.outcome() + " again";
        }
        String outcome = slot + " " + decide(keyed);
        answers.put(key, new First(outcome, clockMillis + limits.idempotencyKeyLifeMillis()));
        return outcome;
    }

    private String decide(Command.Keyed keyed) {
        Command command = (Command) keyed.operation();
        if (command instanceof Command.Batch batch) {
            return batch.items().stream()
                    .map(item -> tree.run((Command) item.operation()))
                    .collect(Collectors.joining(", "));
        }
        return tree.run(command);
    }

    static String outcome(Answer answer) {
        return answer.revision() + " " + code(answer.reply()) + (answer.replayed() ? " again" : "");
    }

    private static String code(@Nullable Reply reply) {
        if (reply instanceof Reply.Results results) {
            List<String> codes =
                    results.items().stream().map(item -> code(item.reply())).toList();
            return String.join(", ", codes);
        }
        return reply instanceof Refusal refusal ? refusal.code().name() : ModelTree.DONE;
    }
}
