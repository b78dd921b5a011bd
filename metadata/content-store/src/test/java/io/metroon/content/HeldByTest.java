package io.metroon.content;

import io.metroon.namespace.Chunk;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What a namespace would hold, as a test says it. Thread-safe. */
public final class HeldByTest implements ContentStore.Holdings {
    private final SortedMap<String, Chunk> held = new ConcurrentSkipListMap<>();
    private volatile long clockMillis;
    private volatile boolean leads = true;

    /** From now on the chunk is held. */
    public void hold(Chunk chunk) {
        held.put(chunk.name(), chunk);
    }

    /** From now on nobody has the chunk. */
    public void letGo(Chunk chunk) {
        held.remove(chunk.name());
    }

    /** Sets the log's clock. */
    public void clock(long millis) {
        clockMillis = millis;
    }

    /** Says whether this node leads; it does at first. */
    public void lead(boolean now) {
        leads = now;
    }

    @Override
    public boolean holds(Chunk chunk) {
        return held.containsKey(chunk.name());
    }

    @Override
    public List<Chunk> held(Chunk after, int chunksMax) {
        return held.tailMap(after.name() + ' ').values().stream()
                .limit(chunksMax)
                .toList();
    }

    @Override
    public boolean isGone(Chunk chunk) {
        return clockMillis > chunk.deadlineMillis() && !holds(chunk);
    }

    @Override
    public boolean leads() {
        return leads;
    }
}
