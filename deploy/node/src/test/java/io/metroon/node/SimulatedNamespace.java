package io.metroon.node;

import io.metroon.namespace.Command;
import io.metroon.namespace.Limits;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.NamespaceStore;
import io.metroon.replica.StateMachine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state machine that a node runs, in a simulated node. From the first slot on a plain tree goes beside it, which must
 * give the same replies; a machine that loads a snapshot goes on without.
 */
final class SimulatedNamespace implements StateMachine<Heard> {
    /** Keys that live for less than a run, so that some expire in it. */
    static final Limits LIMITS = new Limits(1_000, 40, 32, 5, 1_000, 1_000_000, 3_000);

    private final Namespace namespace;
    private final ReplicatedNamespace machine;
    private final Function<byte[], Command.Keyed> commands;
    private final Consumer<String> onDifference;
    private @Nullable ModelNamespace model = new ModelNamespace(LIMITS);
    private long stampMillis;

    /**
     * A machine on a store, which is empty.
     *
     * @param commands what octets stand for
     * @param onDifference told what the plain tree answers otherwise
     */
    SimulatedNamespace(NamespaceStore store, Function<byte[], Command.Keyed> commands, Consumer<String> onDifference) {
        this.commands = commands;
        this.onDifference = onDifference;
        namespace = new Namespace(store, LIMITS, () -> TimeUnit.MILLISECONDS.toNanos(stampMillis));
        machine = new ReplicatedNamespace(namespace, Runnable::run, new NodeMetrics(new SimpleMeterRegistry()));
    }

    /** To ask questions of. */
    Namespace namespace() {
        return namespace;
    }

    @Override
    public Heard apply(long slot, long stamp, byte[] command) {
        stampMillis = stamp;
        Answer answer = machine.apply(slot, stamp, command);
        if (model != null) {
            model.at(slot, stamp, namespace.logClockMillis());
            require(model.run(commands.apply(command)), ModelNamespace.outcome(answer), "slot " + slot);
        }
        return new Heard(answer.revision(), answer.replayed(), Heard.show(answer.reply()));
    }

    /** Answers a question, and compares the answer. */
    String ask(Question question) {
        String answer = question.of(namespace);
        if (model != null) {
            require(question.of(model.tree()), answer, question + " at slot " + appliedSlot());
        }
        return answer;
    }

    private void require(String expected, String found, String where) {
        if (!expected.equals(found)) {
            onDifference.accept(where + ": the plain tree says " + expected + ", the namespace " + found);
        }
    }

    @Override
    public void skip(long slot, long stamp) {
        stampMillis = stamp;
        machine.skip(slot, stamp);
    }

    @Override
    public long appliedSlot() {
        return machine.appliedSlot();
    }

    @Override
    public Frozen freeze() {
        return machine.freeze();
    }

    @Override
    public void load(InputStream snapshot) throws IOException {
        model = null;
        machine.load(snapshot);
    }
}
