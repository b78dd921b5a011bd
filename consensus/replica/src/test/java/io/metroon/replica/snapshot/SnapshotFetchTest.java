package io.metroon.replica.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.MemoryDisk;
import io.metroon.replica.snapshot.SnapshotStore.Snapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A fetch of a snapshot of eight chunks, of which some peers have lost some. */
class SnapshotFetchTest {
    private static final ClusterId CLUSTER = new ClusterId(1, 2);
    private static final long SLOT = 10;
    private static final int CHUNKS = 8;
    private static final EpochConfig EPOCH = EpochConfig.ofMajorities(
            1,
            EpochConfig.Engine.PAXOS,
            List.of(new Member(1, new StoreId(1, 1), Member.Role.VOTER, 0, "127.0.0.1:1", "127.0.0.1:2")));

    private record Sent(int to, SnapshotMessage message) {}

    private record Peer(MemoryDisk disk, SnapshotStore store) {}

    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Deque<Sent> network = new ArrayDeque<>();
    private final Map<Integer, Integer> asked = new TreeMap<>();
    private final List<Long> failed = new ArrayList<>();
    private final List<Snapshot> fetched = new ArrayList<>();
    private final byte[] content = new byte[(CHUNKS - 1) * SnapshotStore.CHUNK_BYTES + 1];
    private final SnapshotFetch fetch;

    SnapshotFetchTest() throws IOException {
        new Random(7).nextBytes(content);
        for (int node = 2; node <= 3; node++) {
            MemoryDisk disk = new MemoryDisk(4_096);
            SnapshotStore store = SnapshotStore.open(disk, "snapshots", CLUSTER);
            store.write(SLOT, new Hash128(3, 4), EPOCH, out -> out.write(content));
            peers.put(node, new Peer(disk, store));
        }
        SnapshotStore own = SnapshotStore.open(new MemoryDisk(4_096), "snapshots", CLUSTER);
        fetch = new SnapshotFetch(
                own,
                Runnable::run,
                Runnable::run,
                () -> List.of(2, 3),
                (to, message) -> {
                    asked.merge(to, 1, Integer::sum);
                    network.add(new Sent(to, message));
                },
                new SnapshotFetch.Outcome() {
                    @Override
                    public void fetched(Snapshot snapshot) {
                        fetched.add(snapshot);
                    }

                    @Override
                    public void moved(long slot, int from, int to) {}

                    @Override
                    public void failed(long slot) {
                        failed.add(slot);
                    }

                    @Override
                    public void broken(IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private Peer peer(int node) {
        return Objects.requireNonNull(peers.get(node));
    }

    private void lose(int node, int chunk) throws IOException {
        peer(node).disk().flip(String.format("snapshots/%020d/chunk-%08d", SLOT, chunk), 0, 1);
    }

    /** Hands over what is on its way, oldest first, until nobody says anything; no time passes. */
    private void deliverAll() throws IOException {
        for (Sent sent = network.poll(); sent != null; sent = network.poll()) {
            Snapshot asked = peer(sent.to()).store().newest().orElseThrow();
            if (sent.message() instanceof SnapshotMessage.ChunkRequest request) {
                fetch.onChunk(
                        sent.to(), new SnapshotMessage.ChunkReply(SLOT, request.chunk(), read(asked, request.chunk())));
            } else {
                fetch.onManifest(
                        new SnapshotMessage.ManifestReply(SLOT, asked.manifest().encode()), CLUSTER);
            }
        }
    }

    private static byte[] read(Snapshot snapshot, int chunk) {
        try {
            return snapshot.chunk(chunk);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Test
    void aPeerThatLostAllItsChunks_isLeftForTheOther_withoutAnyWait() throws IOException {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            lose(2, chunk);
        }
        fetch.start(2, SLOT);
        deliverAll();
        assertThat(fetched).hasSize(1);
        assertThat(fetched.get(0).openStream().readAllBytes()).isEqualTo(content);
        // The manifest, and the chunks that were asked for before the first answer came.
        assertThat(asked).containsEntry(2, 1 + 4).containsEntry(3, CHUNKS);
    }

    @Test
    void chunksLostHereAndThere_comeFromWhoeverHasThem() throws IOException {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            lose(2 + chunk % 2, chunk);
        }
        fetch.start(2, SLOT);
        deliverAll();
        assertThat(fetched).hasSize(1);
        assertThat(fetched.get(0).openStream().readAllBytes()).isEqualTo(content);
    }

    @Test
    void aChunkThatAllHaveLost_endsTheFetch() throws IOException {
        lose(2, 5);
        lose(3, 5);
        fetch.start(2, SLOT);
        deliverAll();
        assertThat(fetched).isEmpty();
        assertThat(failed).containsExactly(SLOT);
    }
}
