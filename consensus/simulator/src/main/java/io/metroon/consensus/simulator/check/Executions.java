package io.metroon.consensus.simulator.check;

import io.metroon.consensus.Entry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which chosen commands took effect. The shell wraps each command with a session and a number, and proposes it again when
 * it doesn't know what became of it; it must take effect once, and all replicas must agree where.
 */
public final class Executions {
    /** In front of a command: format, session, number in the session, lowest pending number. */
    private static final int CALL_HEADER_BYTES = 1 + 3 * Long.BYTES;

    private record Call(long session, long sequence) {}

    private static final byte[] SKIPPED = {};

    private final Map<Long, byte[]> bySlot = new HashMap<>();
    private final Map<Call, Long> slots = new HashMap<>();

    /** The command that took effect at a slot; null if none did, or no replica has come there. */
    public byte @Nullable [] at(long slot) {
        byte[] command = bySlot.get(slot);
        return command == SKIPPED ? null : command;
    }

    void executed(Entry chosen, byte[] command) {
        byte[] known = bySlot.putIfAbsent(chosen.slot(), command.clone());
        if (known == SKIPPED) {
            throw new Violation(
                    Invariant.REPLICAS_AGREE, "one replica skips slot " + chosen.slot() + ", another executes it");
        }
        Long first = slots.putIfAbsent(callOf(chosen), chosen.slot());
        if (first != null && first != chosen.slot()) {
            throw new Violation(
                    Invariant.ACKNOWLEDGED_IS_CHOSEN,
                    "the command executed at slot " + first + " is executed again at slot " + chosen.slot());
        }
    }

    void skipped(Entry chosen) {
        byte[] known = bySlot.putIfAbsent(chosen.slot(), SKIPPED);
        if (known != null && known != SKIPPED) {
            throw new Violation(
                    Invariant.REPLICAS_AGREE, "one replica executes slot " + chosen.slot() + ", another skips it");
        }
    }

    private static Call callOf(Entry chosen) {
        ByteBuffer header = ByteBuffer.wrap(chosen.payload(), 0, CALL_HEADER_BYTES);
        header.get();
        return new Call(header.getLong(), header.getLong());
    }
}
