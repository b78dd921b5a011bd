package io.metroon.replica;

import io.metroon.consensus.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Holds each send back until the log is durable up to where it rests. On the loop. */
final class SendGate {
    private final TreeMap<Long, List<Effect.Send>> held = new TreeMap<>();
    private final Consumer<Effect.Send> release;
    private long durableLsn;

    SendGate(long durableLsn, Consumer<Effect.Send> release) {
        this.durableLsn = durableLsn;
        this.release = release;
    }

    void accept(Effect.Send send) {
        if (send.afterLsn() <= durableLsn) {
            release.accept(send);
        } else {
            held.computeIfAbsent(send.afterLsn(), lsn -> new ArrayList<>()).add(send);
        }
    }

    void durable(long lsn) {
        durableLsn = Math.max(durableLsn, lsn);
        while (!held.isEmpty() && held.firstKey() <= durableLsn) {
            held.pollFirstEntry().getValue().forEach(release);
        }
    }
}
