package io.metroon.replica;

import io.metroon.consensus.Input;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.disk.NoSpaceException;
import io.metroon.replica.snapshot.SnapshotFetch;
import io.metroon.replica.snapshot.SnapshotMessage;
import io.metroon.replica.snapshot.SnapshotStore;
import io.metroon.replica.snapshot.SnapshotStore.Snapshot;
import io.metroon.replica.transport.Envelope.Body;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes snapshots where the log marks them, lets the log go behind them, serves them to peers, and installs what was
 * fetched from one.
 */
final class Snapshots<R> {
    /** The newest, and one in case it turns out damaged: the log goes back to the older of them. */
    private static final int KEPT = 2;
    /** Ticks for which a snapshot that a peer asked for is kept beyond that. */
    private static final int SERVED_TICKS = 1_000;

    private final Replica<R> replica;
    private final SnapshotStore store;
    private final Applier<R> applier;
    private final Surroundings surroundings;
    private final Observer observer;
    private final LogWriter log;
    private final SnapshotFetch fetch;
    private final AtomicBoolean taking = new AtomicBoolean();
    private volatile long newestSlot;
    private volatile double fetched = -1;
    private final AtomicLong ticks = new AtomicLong();
    private volatile long servedAt = Long.MIN_VALUE / 2;

    Snapshots(
            Replica<R> replica,
            SnapshotStore store,
            Applier<R> applier,
            LogWriter log,
            Surroundings surroundings,
            Observer observer) {
        this.replica = replica;
        this.store = store;
        this.applier = applier;
        this.log = log;
        this.surroundings = surroundings;
        this.observer = observer;
        this.newestSlot = store.newest().map(Snapshot::slot).orElse(0L);
        fetch = new SnapshotFetch(
                store,
                replica::post,
                surroundings.snapshotLane(),
                this::peers,
                (peer, message) -> replica.send(peer, new Body.Snapshot(message)),
                new SnapshotFetch.Outcome() {
                    @Override
                    public void fetched(Snapshot snapshot) {
                        install(snapshot);
                    }

                    @Override
                    public void moved(long slot, int from, int to) {
                        observer.onFetchMoved(slot, from, to);
                    }

                    @Override
                    public void failed(long slot) {
                        replica.step(new Input.SnapshotFailed(slot));
                    }

                    @Override
                    public void broken(IOException e) {
                        // A snapshot of this node's own that overtakes a fetch takes what was staged away: no failure.
                        if (!(e instanceof NoSuchFileException)) {
                            diskFailed(e);
                        }
                        replica.step(new Input.SnapshotFailed(0));
                    }
                });
    }

    private List<Integer> peers() {
        int self = replica.meta().identity().node();
        return replica.epoch().members().stream()
                .map(Member::node)
                .filter(node -> node != self)
                .toList();
    }

    long newestSlot() {
        return newestSlot;
    }

    double fetched() {
        return fetched;
    }

    void tick() {
        ticks.incrementAndGet();
        fetch.tick();
        fetched = fetch.fetched();
    }

    // ---- taking ----

    /** A snapshot is due at the slot just applied; on the apply lane. One still being written makes it be left out. */
    void take() {
        // A state that is wrong is not to be kept.
        if (!replica.isQuarantined() && taking.compareAndSet(false, true)) {
            write(applier.freeze(), snapshot -> taking.set(false), failure -> taking.set(false));
        }
    }

    /** Takes a snapshot at whatever slot is applied; the result is pinned. */
    CompletableFuture<Snapshot> takeNow() {
        CompletableFuture<Snapshot> taken = new CompletableFuture<>();
        surroundings.applyLane().execute(() -> {
            if (replica.isQuarantined()) {
                taken.completeExceptionally(new ReplicaException(
                        ReplicaException.Kind.UNAVAILABLE, "the state of this node is wrong and is being rebuilt"));
            } else if (applier.epoch().startsAfter() > applier.slot()) {
                taken.completeExceptionally(new ReplicaException(
                        ReplicaException.Kind.UNAVAILABLE, "this node has not caught up with the cluster yet"));
            } else {
                write(applier.freeze(), snapshot -> taken.complete(snapshot.pin()), taken::completeExceptionally);
            }
        });
        return taken;
    }

    private void write(Applier.Content content, Consumer<Snapshot> written, Consumer<IOException> failed) {
        surroundings.snapshotLane().execute(() -> {
            try {
                Snapshot snapshot =
                        store.write(content.slot(), content.runningHash(), content.epoch(), content::writeTo);
                observer.onSnapshot(snapshot.slot());
                written.accept(snapshot);
                compact();
            } catch (IOException e) {
                diskFailed(e);
                failed.accept(e);
            } finally {
                surroundings.applyLane().execute(content.state()::close);
            }
        });
    }

    /** Removes old snapshots, and the log that the older of the kept ones makes superfluous; on the snapshot lane. */
    private void compact() throws IOException {
        if (ticks.get() - servedAt >= SERVED_TICKS) {
            store.retain(KEPT);
        }
        List<Snapshot> kept = store.newestFirst();
        newestSlot = kept.get(0).slot();
        if (kept.size() >= KEPT) {
            long superfluous = kept.get(KEPT - 1).slot();
            log.release(superfluous);
            replica.post(() -> replica.step(new Input.Compacted(superfluous)));
        }
    }

    /** A full disk costs a snapshot; any other failure of the disk costs the node. */
    private void diskFailed(IOException e) {
        if (!(e instanceof NoSpaceException)) {
            replica.fail("a snapshot can't be written", e);
        }
    }

    // ---- moving ----

    void fetch(int from, long slot) {
        fetch.start(from, slot);
    }

    void receive(int from, SnapshotMessage message) {
        if (message instanceof SnapshotMessage.ManifestReply reply) {
            fetch.onManifest(reply, replica.meta().identity().cluster());
        } else if (message instanceof SnapshotMessage.ChunkReply reply) {
            fetch.onChunk(from, reply);
        } else if (message instanceof SnapshotMessage.ManifestRequest request) {
            serve(from, () -> manifestFor(request));
        } else if (message instanceof SnapshotMessage.ChunkRequest request) {
            serve(from, () -> chunkFor(request));
        }
    }

    private interface Answer {
        SnapshotMessage read();
    }

    private void serve(int peer, Answer answer) {
        servedAt = ticks.get();
        surroundings.snapshotLane().execute(() -> {
            SnapshotMessage message = answer.read();
            replica.post(() -> replica.send(peer, new Body.Snapshot(message)));
        });
    }

    private SnapshotMessage manifestFor(SnapshotMessage.ManifestRequest request) {
        byte[] encoded = store.newest()
                .filter(snapshot -> snapshot.slot() >= request.slot())
                .map(snapshot -> snapshot.manifest().encode())
                .orElse(new byte[0]);
        return new SnapshotMessage.ManifestReply(request.slot(), encoded);
    }

    private SnapshotMessage chunkFor(SnapshotMessage.ChunkRequest request) {
        byte[] octets = new byte[0];
        try {
            var snapshot = store.at(request.slot());
            if (snapshot.isPresent()
                    && request.chunk() >= 0
                    && request.chunk() < snapshot.get().manifest().chunks().size()) {
                octets = snapshot.get().chunk(request.chunk());
            }
        } catch (IOException e) {
            // Damaged here: the empty answer sends the peer elsewhere.
            observer.onDamagedChunk(request.slot(), request.chunk());
        }
        return new SnapshotMessage.ChunkReply(request.slot(), request.chunk(), octets);
    }

    // ---- installing ----

    private void install(Snapshot snapshot) {
        newestSlot = Math.max(newestSlot, snapshot.slot());
        surroundings.applyLane().execute(() -> {
            var manifest = snapshot.manifest();
            try (InputStream content = snapshot.openStream()) {
                if (snapshot.slot() > applier.slot()) {
                    applier.load(manifest, content);
                    log.jump(snapshot.slot());
                }
                replica.post(() -> replica.installed(
                        snapshot.slot(),
                        new Input.SnapshotInstalled(snapshot.slot(), manifest.runningHash(), manifest.epoch())));
            } catch (IOException | RuntimeException e) {
                replica.fail("a fetched snapshot can't be loaded", e);
            }
        });
    }
}
