package io.metroon.consensus.simulator;

import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.simulator.check.Checker;
import io.metroon.replica.StateMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A node's state machine under the checker's eyes: every slot applied, every snapshot written and loaded. */
final class WatchedStateMachine<R, M extends StateMachine<R>> implements StateMachine<R> {
    private final int node;
    private final StateMachine<R> inner;
    private final Object nothingDigest;
    private final M machine;
    private final StateMachineFactory<R, M> factory;
    private final World<R, M> world;

    /** Watches {@code inner}, which acts on {@code machine}. */
    WatchedStateMachine(int node, StateMachine<R> inner, M machine, World<R, M> world) {
        this.node = node;
        this.inner = inner;
        this.machine = machine;
        this.world = world;
        this.factory = world.machines();
        this.nothingDigest = factory.digest(machine);
    }

    private Checker checker() {
        return world.checker();
    }

    @Override
    public R apply(long slot, long stampMillis, byte[] command) {
        long before = machine.appliedSlot();
        R reply = inner.apply(slot, stampMillis, command);
        world.guard(() -> checker().applied(node, slot, before, stampMillis, command, factory.digest(machine)));
        return reply;
    }

    @Override
    public void skip(long slot, long stampMillis) {
        long before = machine.appliedSlot();
        inner.skip(slot, stampMillis);
        Entry chosen = checker().ledger().chosen(slot);
        if (chosen != null && chosen.kind() == EntryKind.COMMAND) {
            world.coverage().saw("repeated command took no effect again");
        }
        world.guard(() -> checker().skipped(node, slot, before, stampMillis, factory.digest(machine)));
    }

    @Override
    public long appliedSlot() {
        return machine.appliedSlot();
    }

    @Override
    public Frozen freeze() {
        Frozen frozen = inner.freeze();
        return new Frozen() {
            @Override
            public long slot() {
                return frozen.slot();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                frozen.writeTo(copy);
                byte[] octets = copy.toByteArray();
                world.guard(() -> checker().wroteSnapshot(node, frozen.slot(), crc(octets)));
                out.write(octets);
            }

            @Override
            public void close() {
                frozen.close();
            }
        };
    }

    private static Object crc(byte[] octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return Arrays.asList(octets.length, crc.getValue());
    }

    @Override
    public void load(InputStream snapshot) throws IOException {
        inner.load(snapshot);
        Object digest = factory.digest(machine);
        long slot = machine.appliedSlot();
        if (slot == 0 && !digest.equals(nothingDigest)) {
            throw new IOException("an empty snapshot left a state");
        }
        world.coverage().saw("snapshot loaded");
        world.guard(() -> checker().loaded(node, slot, digest));
    }
}
