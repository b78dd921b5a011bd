package io.metroon.replica.snapshot;

import io.metroon.replica.Lane;
import io.metroon.replica.snapshot.SnapshotStore.Snapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pulls one snapshot from peers, a few chunks at a time. Chunks are the same on all replicas, so any peer may give any of
 * them, and those already here survive a restart. On the loop, but for the disk, which is the snapshot lane's.
 */
public final class SnapshotFetch {
    private static final int IN_FLIGHT_MAX = 4;
    private static final int RETRY_TICKS = 100;
    /** Questions in a row that brought nothing, before it is given up. */
    private static final int FRUITLESS_MAX = 30;

    private final SnapshotStore store;
    private final Lane loop;
    private final Lane snapshotLane;
    private final Supplier<List<Integer>> members;
    private List<Integer> peers = List.of();
    private final BiConsumer<Integer, SnapshotMessage> send;
    private final Outcome outcome;
    private final Deque<Integer> missing = new ArrayDeque<>();
    private final Map<Integer, Long> inFlight = new HashMap<>();
    private @Nullable SnapshotManifest manifest;
    private boolean active;
    private boolean staged;
    private long wanted;
    private int source;
    private int left;
    private int fruitless;
    private long ticks;
    private long progressAt;

    /** Learns how a fetch ended; on the loop. */
    public interface Outcome {
        /** It is here, whole. */
        void fetched(Snapshot snapshot);

        /** Another peer is asked for the rest of it. */
        void moved(long slot, int from, int to);

        /** Nobody gave it. */
        void failed(long slot);

        /** The disk failed. */
        void broken(IOException e);
    }

    /**
     * A fetcher for one node.
     *
     * @param members whom to ask besides the one that offered it; looked at whenever a fetch starts
     * @param send to a peer, best effort; on the loop
     */
    public SnapshotFetch(
            SnapshotStore store,
            Lane loop,
            Lane snapshotLane,
            Supplier<List<Integer>> members,
            BiConsumer<Integer, SnapshotMessage> send,
            Outcome outcome) {
        this.store = store;
        this.loop = loop;
        this.snapshotLane = snapshotLane;
        this.members = members;
        this.send = send;
        this.outcome = outcome;
    }

    /** Fetches a snapshot at this slot or later, unless a fetch is under way. */
    public void start(int from, long slot) {
        if (active) {
            return;
        }
        active = true;
        staged = false;
        manifest = null;
        missing.clear();
        inFlight.clear();
        wanted = slot;
        peers = new ArrayList<>(members.get());
        if (!peers.contains(from)) {
            peers.add(from);
        }
        source = peers.indexOf(from);
        fruitless = 0;
        askForManifest();
    }

    private void askForManifest() {
        progressAt = ticks;
        send.accept(peer(), new SnapshotMessage.ManifestRequest(wanted));
    }

    private int peer() {
        return peers.get(source % peers.size());
    }

    /** The part fetched, 0 to 1; negative when nothing is. */
    public double fetched() {
        SnapshotManifest known = manifest;
        if (!active) {
            return -1;
        }
        return known == null || known.chunks().isEmpty()
                ? 0
                : 1 - (double) left / known.chunks().size();
    }

    /** A peer's manifest. A foreign or damaged one is ignored; the next tick asks another peer. */
    public void onManifest(SnapshotMessage.ManifestReply reply, io.metroon.consensus.epoch.ClusterId cluster) {
        if (!active || manifest != null || reply.encoded().length == 0) {
            return;
        }
        SnapshotManifest offered;
        try {
            offered = SnapshotManifest.decode(reply.encoded());
        } catch (IOException e) {
            return;
        }
        if (offered.slot() >= wanted && offered.cluster().equals(cluster)) {
            manifest = offered;
            onDisk(() -> store.stage(offered), this::staged);
        }
    }

    private void staged(List<Integer> missingChunks) {
        staged = true;
        progressAt = ticks;
        missing.addAll(missingChunks);
        left = missingChunks.size();
        if (left == 0) {
            complete();
        } else {
            request();
        }
    }

    private void request() {
        SnapshotManifest known = manifest;
        while (active && known != null && inFlight.size() < IN_FLIGHT_MAX && !missing.isEmpty()) {
            int chunk = missing.removeFirst();
            inFlight.put(chunk, ticks);
            send.accept(peer(), new SnapshotMessage.ChunkRequest(known.slot(), chunk));
        }
    }

    /**
     * A chunk; one that its sender has lost is asked for again, of the next peer, and so is all that follows.
     *
     * @param from who sent it
     */
    public void onChunk(int from, SnapshotMessage.ChunkReply reply) {
        SnapshotManifest known = manifest;
        if (!active || known == null || known.slot() != reply.slot() || inFlight.remove(reply.chunk()) == null) {
            return;
        }
        int number = reply.chunk();
        if (!known.chunks().get(number).isOf(reply.octets())) {
            missing.addFirst(number);
            if (from == peer()) {
                turnToNextPeer();
            }
            giveUpAfterTooMany();
            request();
            return;
        }
        progressAt = ticks;
        fruitless = 0;
        onDisk(
                () -> {
                    store.put(known, number, reply.octets());
                    return number;
                },
                this::kept);
    }

    private void kept(int number) {
        left--;
        if (left == 0) {
            complete();
        } else {
            request();
        }
    }

    private void complete() {
        SnapshotManifest known = manifest;
        if (known != null) {
            onDisk(() -> store.complete(known), snapshot -> {
                active = false;
                outcome.fetched(snapshot);
            });
        }
    }

    /** Turns to another peer when nothing has come for a while; gives up in the end. */
    public void tick() {
        ticks++;
        if (active && ticks - progressAt >= RETRY_TICKS) {
            turnToNextPeer();
            giveUpAfterTooMany();
            if (!active) {
                return;
            }
            if (manifest == null) {
                askForManifest();
            } else if (staged) {
                progressAt = ticks;
                missing.addAll(inFlight.keySet());
                inFlight.clear();
                request();
            }
        }
    }

    private void turnToNextPeer() {
        int before = peer();
        source++;
        SnapshotManifest known = manifest;
        if (known != null && peer() != before) {
            outcome.moved(known.slot(), before, peer());
        }
    }

    private void giveUpAfterTooMany() {
        if (++fruitless > FRUITLESS_MAX) {
            active = false;
            outcome.failed(wanted);
        }
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private <T> void onDisk(DiskWork<T> work, Consumer<T> then) {
        snapshotLane.execute(() -> {
            try {
                T result = work.run();
                loop.execute(() -> then.accept(result));
            } catch (IOException e) {
                loop.execute(() -> {
                    active = false;
                    outcome.broken(e);
                });
            }
        });
    }
}
