package io.metroon.replica;

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
    private final List<String> commands = new ArrayList<>();
    private long slot;

    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public synchronized Long apply(long at, long stampMillis, byte[] command) {
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
