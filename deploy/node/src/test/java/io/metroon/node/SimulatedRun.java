package io.metroon.node;

import io.metroon.consensus.simulator.Report;
import io.metroon.consensus.simulator.Simulation;
import io.metroon.consensus.simulator.SimulationOptions;
import io.metroon.consensus.simulator.StateMachineFactory;
import io.metroon.consensus.simulator.Workload;
import io.metroon.namespace.Command;
import io.metroon.namespace.CommandCodec;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.NamespaceStore;
import io.metroon.namespace.RandomCommands;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One seed: the simulated cluster's namespaces, and the clients that ask them. */
final class SimulatedRun implements StateMachineFactory<Heard, SimulatedNamespace>, AutoCloseable {
    private static final int DIFFERENCES_MAX = 20;

    private final Supplier<NamespaceStore> stores;
    private final UnaryOperator<Command> reading;
    private final List<NamespaceStore> opened = new ArrayList<>();
    private final Map<ByteBuffer, Command.Keyed> commands = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    /**
     * A run.
     *
     * @param stores at each start a node takes another, which is empty
     * @param reading how the plain tree reads commands: as they are, unless it is to be wrong
     */
    SimulatedRun(Supplier<NamespaceStore> stores, UnaryOperator<Command> reading) {
        this.stores = stores;
        this.reading = reading;
    }

    Report run(long seed, SimulationOptions options) {
        return Simulation.run(seed, options, this, Client::new);
    }

    /** Why the seed failed; absent if it passed. */
    @Nullable String failure(Report report) {
        if (!report.passed()) {
            return String.valueOf(report.violation());
        }
        return differences.isEmpty() ? null : String.join("\n", differences);
    }

    /** How many stores the nodes took. */
    int starts() {
        return opened.size();
    }

    @Override
    public SimulatedNamespace create() {
        NamespaceStore store = stores.get();
        opened.add(store);
        return new SimulatedNamespace(store, this::meaning, this::differs);
    }

    private Command.Keyed meaning(byte[] octets) {
        Command.Keyed sent = Objects.requireNonNull(commands.get(ByteBuffer.wrap(octets)));
        return new Command.Keyed(reading.apply((Command) sent.operation()), sent.key());
    }

    private void differs(String difference) {
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(difference);
        }
    }

    @Override
    public Object digest(SimulatedNamespace machine) {
        return machine.namespace().digest();
    }

    /** Closes all stores as a crash would leave them: none is sealed. */
    @Override
    public void close() {
        opened.forEach(NamespaceStore::close);
    }

    /** Changes a small tree and looks at it. Most commands carry a key; some an earlier one, with the same command. */
    private final class Client implements Workload<SimulatedNamespace> {
        private static final int ITEMS_MAX = 5;
        private static final int RECLAIMED_MAX = 8;

        private final int client;
        private final RandomGenerator random;
        private final RandomCommands draw;
        private final List<Command.Keyed> sent = new ArrayList<>();

        Client(int client, RandomGenerator random) {
            this.client = client;
            this.random = random;
            this.draw = new RandomCommands(random);
        }

        @Override
        public byte[] nextCommand() {
            Command.Keyed keyed = draw();
            byte[] octets = CommandCodec.encode((Command) keyed.operation(), keyed.key());
            commands.put(ByteBuffer.wrap(octets), keyed);
            return octets;
        }

        private Command.Keyed draw() {
            return switch (random.nextInt(20)) {
                case 0 -> keyed(batch());
                case 1 -> new Command.Keyed(new Command.Reclaim(1 + random.nextInt(RECLAIMED_MAX)), null);
                case 2 -> new Command.Keyed(draw.next(), null);
                case 3 -> sent.isEmpty() ? keyed(draw.next()) : sent.get(random.nextInt(sent.size()));
                default -> keyed(draw.next());
            };
        }

        private Command.Keyed keyed(Command command) {
            String name = "client-" + client + "-" + sent.size();
            byte[] fingerprint = name.getBytes(StandardCharsets.UTF_8);
            Command.Keyed keyed = new Command.Keyed(command, new IdempotencyKey("", name, fingerprint));
            sent.add(keyed);
            return keyed;
        }

        private Command batch() {
            List<Command.Keyed> items = new ArrayList<>();
            for (int i = random.nextInt(ITEMS_MAX); i >= 0; i--) {
                items.add(new Command.Keyed(draw.next(), null));
            }
            return new Command.Batch(items);
        }

        @Override
        public Query<SimulatedNamespace> nextQuery() {
            Question question = question();
            return machine -> machine.ask(question);
        }

        private Question question() {
            return switch (random.nextInt(3)) {
                case 0 -> new Question.OfStat(draw.somewhere(), random.nextBoolean());
                case 1 -> new Question.OfContent(draw.somewhere());
                default -> new Question.OfNames(draw.somewhere(), 1 + random.nextInt(4));
            };
        }
    }
}
