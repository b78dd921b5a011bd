package io.metroon.replica;

import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A state machine that remembers every command in order; its reply is how many there are. */
final class Ledger implements StateMachine<Long> {
    /** A command that begins with this octet makes {@link #apply} throw. */
    static final byte POISON = 0;

    private final List<String> commands = new ArrayList<>();
    private long slot;

    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public synchronized Long apply(long at, long stampMillis, byte[] command) {
        if (command.length > 0 && command[0] == POISON) {
            throw new IllegalStateException("a command that this state machine can't apply");
        }
        slot = at;
        commands.add(new String(command, StandardCharsets.UTF_8));
        return (long) commands.size();
    }

    @Override
    public synchronized void skip(long at, long stampMillis) {
        slot = at;
    }

    @Override
    public synchronized long appliedSlot() {
        return slot;
    }

    @Override
    public synchronized Hash128 digest() {
        return Hash128.of(EntryKind.COMMAND, 0, String.join("\n", commands).getBytes(StandardCharsets.UTF_8));
    }

    /** Changes what was remembered, as a fault of the memory or of the code would. */
    synchronized void spoil() {
        commands.set(0, commands.get(0) + ", spoiled");
    }

    @Override
    public synchronized Frozen freeze() {
        List<String> frozen = commands();
        long at = slot;
        return new Frozen() {
            @Override
            public long slot() {
                return at;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                DataOutputStream data = new DataOutputStream(out);
                data.writeLong(at);
                data.writeInt(frozen.size());
                for (String command : frozen) {
                    data.writeUTF(command);
                }
                data.flush();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void load(InputStream snapshot) throws IOException {
        DataInputStream data = new DataInputStream(snapshot);
        slot = data.readLong();
        commands.clear();
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
            commands.add(data.readUTF());
        }
    }
}
