package io.metroon.replica.snapshot;

import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.SmallFile;
import io.metroon.replica.log.Finding;
import io.metroon.replica.log.StoreRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one node: a directory each, named by slot, with chunks and, written last, the manifest. A directory
 * without a whole manifest does not count, so a crash at any step leaves the snapshots that were there. A damaged snapshot
 * is set aside: its manifest gets another name, and it stays until a whole one at its slot or later counts; its whole chunks
 * serve a fetch. Thread-safe; what it writes is written on the snapshot lane.
 */
public final class SnapshotStore {
    /** Octets of every chunk but the last. */
    public static final int CHUNK_BYTES = 1 << 20;

    private static final String MANIFEST = "manifest";
    private static final String SET_ASIDE = "manifest.damaged";
    private static final int MANIFEST_BYTES_MAX = 64 << 20;

    private final Disk disk;
    private final String directory;
    private final ClusterId cluster;
    private final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
    private final Map<Long, Integer> pins = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** Chunks of unfinished fetches that this process wrote and synced. */
    private final Set<String> written = new HashSet<>();

    /** Writes the octets of a snapshot. */
    @FunctionalInterface
    public interface Content {
        /** Writes them all, the same on every replica. */
        void writeTo(OutputStream out) throws IOException;
    }

    private SnapshotStore(Disk disk, String directory, ClusterId cluster) {
        this.disk = disk;
        this.directory = directory;
        this.cluster = cluster;
    }

    /**
     * Finds the snapshots that are there, and sets those aside whose manifest is damaged.
     *
     * @param cluster others' snapshots are refused
     */
    public static SnapshotStore open(Disk disk, String directory, ClusterId cluster) throws IOException {
        SnapshotStore store = new SnapshotStore(disk, directory, cluster);
        disk.createDirectories(directory);
        // The log is cut on the strength of what lies here: its name must last, too.
        disk.syncDirectory("");
        for (String name : disk.list(directory)) {
            if (name.matches("[0-9]{20}")) {
                store.find(name);
            }
        }
        disk.syncDirectory(directory);
        return store;
    }

    private void find(String name) throws IOException {
        String path = directory + "/" + name;
        if (!disk.exists(path + "/" + MANIFEST)) {
            return; // A fetch may go on with the chunks that are here.
        }
        SnapshotManifest manifest;
        try {
            manifest = SnapshotManifest.decode(SmallFile.read(disk, path + "/" + MANIFEST, MANIFEST_BYTES_MAX));
        } catch (StoreRefusedException e) {
            throw e; // of a newer release: not ours to throw away
        } catch (IOException e) {
            setAside(path, e.getMessage());
            return;
        }
        if (!manifest.cluster().equals(cluster)) {
            throw new IOException("the snapshot in " + path + " belongs to cluster " + manifest.cluster()
                    + ", this store to cluster " + cluster);
        }
        // A process killed before it synced the names left them in memory only; this one relies on them.
        disk.syncDirectory(path);
        snapshots.put(manifest.slot(), new Snapshot(manifest));
    }

    private void setAside(String path, @Nullable String why) throws IOException {
        disk.rename(path + "/" + MANIFEST, path + "/" + SET_ASIDE);
        disk.syncDirectory(path);
        findings.add(new Finding(
                Finding.Severity.WARNING, path, why + ": set aside, its manifest is now called " + SET_ASIDE));
    }

    /**
     * Makes a snapshot not count that was found damaged. It stays on the disk until a whole one at its slot or later counts.
     *
     * @param why for the operator
     */
    public void setAside(Snapshot damaged, String why) throws IOException {
        synchronized (this) {
            snapshots.remove(damaged.slot());
        }
        setAside(path(damaged.slot()), why);
    }

    /** What was set aside since this store was opened, and why. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** A snapshot that is whole as far as its manifest goes; its chunks are checked as they are read. */
    public final class Snapshot {
        private final SnapshotManifest manifest;

        private Snapshot(SnapshotManifest manifest) {
            this.manifest = manifest;
        }

        /** What it consists of. */
        public SnapshotManifest manifest() {
            return manifest;
        }

        /** The last slot in it. */
        public long slot() {
            return manifest.slot();
        }

        /**
         * Its octets, each chunk checked before any of it is given.
         *
         * @return a stream whose reads throw an {@link IOException} that names the damaged chunk
         */
        public InputStream openStream() {
            return new ChunkStream(manifest.chunks().size(), this::chunk);
        }

        /**
         * One chunk, checked.
         *
         * @throws IOException naming the chunk when it is damaged or gone
         */
        public byte[] chunk(int number) throws IOException {
            byte[] octets = SmallFile.read(disk, chunkName(slot(), number), CHUNK_BYTES);
            if (!manifest.chunks().get(number).isOf(octets)) {
                throw new IOException("chunk " + number + " of "
                        + manifest.chunks().size() + " of the snapshot at slot " + slot() + " is damaged");
            }
            return octets;
        }

        /** Keeps it from being removed until {@link #unpin}. */
        public Snapshot pin() {
            synchronized (SnapshotStore.this) {
                pins.merge(slot(), 1, Integer::sum);
            }
            return this;
        }

        /** Ends one {@link #pin}. */
        public void unpin() {
            synchronized (SnapshotStore.this) {
                pins.computeIfPresent(slot(), (slot, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private String path(long slot) {
        return directory + "/" + String.format("%020d", slot);
    }

    private String chunkName(long slot, int number) {
        return path(slot) + "/" + String.format("chunk-%08d", number);
    }

    /** The snapshots, newest first. */
    public synchronized List<Snapshot> newestFirst() {
        return new ArrayList<>(snapshots.descendingMap().values());
    }

    /** The newest snapshot. */
    public synchronized Optional<Snapshot> newest() {
        return snapshots.isEmpty()
                ? Optional.empty()
                : Optional.of(snapshots.lastEntry().getValue());
    }

    /** The snapshot at this slot. */
    public synchronized Optional<Snapshot> at(long slot) {
        return Optional.ofNullable(snapshots.get(slot));
    }

    /**
     * Writes a snapshot, reads it back, and makes it count. One that is there already is left.
     *
     * @throws IOException when the disk fails or fills, or what was written reads back differently: nothing counts then
     */
    public Snapshot write(long slot, Hash128 runningHash, EpochConfig epoch, Content content) throws IOException {
        Optional<Snapshot> present = at(slot);
        if (present.isPresent()) {
            return present.get();
        }
        disk.delete(path(slot));
        disk.createDirectories(path(slot));
        List<SnapshotManifest.Chunk> chunks = new ArrayList<>();
        try (ChunkedOutput out = new ChunkedOutput(CHUNK_BYTES, octets -> {
            SmallFile.write(disk, chunkName(slot, chunks.size()), octets);
            chunks.add(SnapshotManifest.Chunk.of(octets));
        })) {
            content.writeTo(out);
        }
        return complete(new SnapshotManifest(cluster, slot, runningHash, epoch, chunks));
    }

    /**
     * Goes on with a snapshot that is being fetched.
     *
     * @return the numbers of the chunks that are not here yet
     */
    public List<Integer> stage(SnapshotManifest manifest) throws IOException {
        disk.createDirectories(path(manifest.slot()));
        Snapshot partial = new Snapshot(manifest);
        List<Integer> missing = new ArrayList<>();
        for (int number = 0; number < manifest.chunks().size(); number++) {
            if (!isWhole(partial, number)) {
                missing.add(number);
            }
        }
        return missing;
    }

    private boolean isWhole(Snapshot partial, int number) throws IOException {
        if (!disk.exists(chunkName(partial.slot(), number))) {
            return false;
        }
        try {
            String name = chunkName(partial.slot(), number);
            byte[] octets = partial.chunk(number);
            if (!written.contains(name)) {
                // What an earlier process left may be readable and not on the disk, say after a sync that failed: only
                // a fresh copy removes the doubt.
                put(partial.manifest(), number, octets);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Keeps a fetched chunk, which the caller has checked. */
    public void put(SnapshotManifest manifest, int number, byte[] octets) throws IOException {
        SmallFile.write(disk, chunkName(manifest.slot(), number), octets);
        written.add(chunkName(manifest.slot(), number));
    }

    /** Makes a snapshot count, all chunks of which are here: they are read back first. */
    public Snapshot complete(SnapshotManifest manifest) throws IOException {
        long slot = manifest.slot();
        Snapshot snapshot = new Snapshot(manifest);
        disk.syncDirectory(path(slot));
        for (int number = 0; number < manifest.chunks().size(); number++) {
            snapshot.chunk(number);
        }
        SmallFile.replace(disk, path(slot), MANIFEST, manifest.encode());
        disk.delete(path(slot) + "/" + SET_ASIDE);
        disk.syncDirectory(directory);
        written.clear();
        synchronized (this) {
            snapshots.put(slot, snapshot);
        }
        return snapshot;
    }

    /**
     * Removes all but the newest few, and what is left of fetches that came to nothing.
     *
     * @param count how many to keep; pinned ones stay besides
     */
    public void retain(int count) throws IOException {
        List<Long> kept = new ArrayList<>();
        synchronized (this) {
            newestFirst().stream().limit(count).map(Snapshot::slot).forEach(kept::add);
            kept.addAll(pins.keySet());
            snapshots.keySet().retainAll(kept);
        }
        long oldest = kept.isEmpty() ? 0 : Collections.min(kept);
        for (String name : disk.list(directory)) {
            boolean mine = name.matches("[0-9]{20}");
            if (mine
                    && !kept.contains(Long.parseLong(name))
                    && Long.parseLong(name) <= Math.max(oldest, newestSlot())) {
                // The manifest goes first: a directory without one does not count.
                disk.delete(directory + "/" + name + "/" + MANIFEST);
                disk.syncDirectory(directory + "/" + name);
                disk.delete(directory + "/" + name);
            }
        }
        disk.syncDirectory(directory);
    }

    private synchronized long newestSlot() {
        return snapshots.isEmpty() ? 0 : snapshots.lastKey();
    }
}
