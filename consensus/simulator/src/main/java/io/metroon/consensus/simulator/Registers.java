package io.metroon.consensus.simulator;

import io.metroon.replica.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A small state machine that forgets nothing it shouldn't: numbered registers, a chain over everything that was ever
 * applied, and a table of each client's newest results, so that a command that arrives twice takes effect once.
 */
final class Registers implements StateMachine<Registers.Result> {
    private static final int REGISTERS = 64;
    private static final int RESULTS_KEPT = 64;

    /** What a command did: the register before and after it. */
    record Result(long before, long after) {}

    private record Call(int client, long number) implements Comparable<Call> {
        @Override
        public int compareTo(Call other) {
            int byClient = Integer.compare(client, other.client);
            return byClient != 0 ? byClient : Long.compare(number, other.number);
        }
    }

    private long applied;
    private long chain = 1;
    private long[] registers = new long[REGISTERS];
    private TreeMap<Call, Result> results = new TreeMap<>();

    @Override
    public Result apply(long slot, long stampMillis, byte[] command) {
        applied = slot;
        ByteBuffer fields = ByteBuffer.wrap(command);
        Call call = new Call(fields.getInt(), fields.getLong());
        Result known = results.get(call);
        if (known != null) {
            return known;
        }
        int register = fields.getInt();
        long operand = fields.getLong();
        long before = registers[register];
        // Not commutative, so that a swapped order shows.
        registers[register] = before * 31 + operand;
        chain = (chain ^ Arrays.hashCode(command) ^ stampMillis) * 0x9E3779B97F4A7C15L + slot;
        Result result = new Result(before, registers[register]);
        results.put(call, result);
        results.subMap(new Call(call.client(), 0), new Call(call.client(), Math.max(0, call.number() - RESULTS_KEPT)))
                .clear();
        return result;
    }

    @Override
    public void skip(long slot, long stampMillis) {
        applied = slot;
    }

    @Override
    public long appliedSlot() {
        return applied;
    }

    /**
     * A command: that one of these registers takes an operand in.
     *
     * @param octets its size, 24 or more; what is beyond that are zeros
     */
    static byte[] command(int client, long number, int register, long operand, int octets) {
        return ByteBuffer.allocate(octets)
                .putInt(client)
                .putLong(number)
                .putInt(register)
                .putLong(operand)
                .array();
    }

    long register(int number) {
        return registers[number];
    }

    long chain() {
        return chain;
    }

    @Override
    public Frozen freeze() {
        long frozenAt = applied;
        long frozenChain = chain;
        long[] frozenRegisters = registers.clone();
        TreeMap<Call, Result> frozenResults = new TreeMap<>(results);
        return new Frozen() {
            @Override
            public long slot() {
                return frozenAt;
            }

            @Override
            public void writeTo(OutputStream to) throws IOException {
                DataOutputStream out = new DataOutputStream(to);
                out.writeLong(frozenAt);
                out.writeLong(frozenChain);
                for (long register : frozenRegisters) {
                    out.writeLong(register);
                }
                writeResults(out, frozenResults);
                out.flush();
            }

            @Override
            public void close() {}
        };
    }

    private static void writeResults(DataOutputStream out, Map<Call, Result> results) throws IOException {
        out.writeInt(results.size());
        for (var entry : results.entrySet()) {
            out.writeInt(entry.getKey().client());
            out.writeLong(entry.getKey().number());
            out.writeLong(entry.getValue().before());
            out.writeLong(entry.getValue().after());
        }
    }

    @Override
    public void load(InputStream snapshot) throws IOException {
        DataInputStream in = new DataInputStream(snapshot);
        applied = in.readLong();
        chain = in.readLong();
        registers = new long[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = in.readLong();
        }
        results = new TreeMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Call call = new Call(in.readInt(), in.readLong());
            results.put(call, new Result(in.readLong(), in.readLong()));
        }
    }

    /** For a mutant: as if the results had not been in the snapshot. */
    void forgetResults() {
        results.clear();
    }

    /** Makes them. */
    static final class Factory implements StateMachineFactory<Result, Registers> {
        @Override
        public Registers create() {
            return new Registers();
        }

        @Override
        public Object digest(Registers machine) {
            return machine.chain ^ (machine.results.size() * 0x9E3779B97F4A7C15L);
        }
    }

    /** A client that writes some registers often and reads one or the chain over all. */
    static final class Writer implements Workload<Registers> {
        private final int client;
        private final RandomGenerator random;
        private final int padding;
        private long number;

        Writer(int client, RandomGenerator random) {
            this.client = client;
            this.random = random;
            this.padding = random.nextInt(4) == 0 ? 2_000 : 100;
        }

        @Override
        public byte[] nextCommand() {
            // Zeros behind the fields, up to several blocks of them: they must not pass for blocks that were never
            // written.
            int octets = 24 + random.nextInt(padding);
            int register = random.nextInt(random.nextBoolean() ? 2 : REGISTERS);
            return command(client, ++number, register, random.nextLong(), octets);
        }

        @Override
        public Query<Registers> nextQuery() {
            int register = random.nextInt(REGISTERS + 1);
            return register == REGISTERS ? Registers::chain : machine -> machine.register(register);
        }
    }
}
