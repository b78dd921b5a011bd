package io.metroon.node.local;

import io.metroon.namespace.Chunk;
import io.metroon.namespace.Limits;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.Usage;
import io.metroon.namespace.mapdb.MapDbNamespaceStore;
import io.metroon.node.backup.ContentMatch;
import io.metroon.node.backup.ContentReader;
import io.metroon.node.backup.ContentReader.Contents;
import io.metroon.replica.Replica;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.DamagedBackupException;
import io.metroon.replica.snapshot.SnapshotManifest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Checks a backup: every octet against its checksums and hashes, then the state itself, which is loaded into a throwaway store
 * as a restore would and must have the digest that it says, and whose chunks must be there if the backup carries content. Takes
 * the disk space of a snapshot and a store in the temporary directory.
 */
public final class BackupCheck {
    private BackupCheck() {}

    /**
     * What a good backup holds.
     *
     * @param cluster whose state it is
     * @param revision the last one in it
     * @param digest of the state
     * @param usage what it holds
     * @param bytes length of the file
     * @param content what it carries of the content of large files
     * @param held what those files have
     */
    public record Facts(
            String cluster, long revision, String digest, Usage usage, long bytes, Contents content, Held held) {}

    /**
     * The chunks that a state holds.
     *
     * @param chunks how many
     * @param octets that they have together
     */
    public record Held(long chunks, long octets) {
        static Held of(Iterator<Chunk> chunks) {
            long count = 0;
            long octets = 0;
            while (chunks.hasNext()) {
                octets += chunks.next().length();
                count++;
            }
            return new Held(count, octets);
        }
    }

    /**
     * Checks all of it.
     *
     * @throws RefusedException naming the damaged part, or that there is no such file
     */
    public static Facts check(Path file, BackupFile.Progress progress) throws IOException, RefusedException {
        SnapshotManifest manifest = verify(file, progress).manifest();
        Path throwaway = Files.createTempDirectory("metroon-verify");
        try {
            Path state = throwaway.resolve("state");
            extract(file, state);
            Contents content = requireContent(file, state);
            MapDbNamespaceStore store =
                    MapDbNamespaceStore.open(throwaway.resolve("store")).store();
            try (Namespace namespace = new Namespace(store, Limits.DEFAULT);
                    InputStream snapshot = state(state);
                    InputStream again = state(state)) {
                namespace.loadSnapshot(snapshot);
                return new Facts(
                        manifest.cluster().toString(),
                        manifest.slot(),
                        namespace.digest().digest().toString(),
                        namespace.usage(),
                        Files.size(file),
                        content,
                        Held.of(Namespace.heldIn(again)));
            }
        } finally {
            new ClusterDirectory(throwaway).delete();
        }
    }

    private static void extract(Path file, Path to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
            BackupFile.extract(() -> open(file), out, BackupFile.Progress.NONE);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /** The namespace's part of a state that was extracted. */
    private static InputStream state(Path extracted) throws IOException {
        return Replica.stateIn(open(extracted));
    }

    private static Contents requireContent(Path file, Path extracted) throws IOException, RefusedException {
        try (InputStream state = state(extracted)) {
            return content(file, Namespace.heldIn(state), (chunk, octets) -> {}, BackupFile.Progress.NONE);
        } catch (DamagedBackupException e) {
            throw RefusedException.refused("EIO", file + ": " + e.getMessage());
        }
    }

    /**
     * Reads the content of a file and compares it with what its state holds; nothing is compared when it only refers to it.
     *
     * @throws DamagedBackupException naming what is damaged, or the chunk that is lacking
     */
    static Contents content(Path file, Iterator<Chunk> held, ContentReader.Sink sink, BackupFile.Progress progress)
            throws IOException {
        try (InputStream in = open(file)) {
            SnapshotManifest manifest = BackupFile.verifyBeginning(in, BackupFile.Progress.NONE);
            ContentMatch match = new ContentMatch(held, sink);
            Contents contents = reader(in, manifest, file, progress).read(match);
            if (contents.carried()) {
                match.requireAll();
            }
            return contents;
        }
    }

    private static ContentReader reader(
            InputStream in, SnapshotManifest manifest, Path file, BackupFile.Progress progress) throws IOException {
        return new ContentReader(in, BackupFile.length(manifest), Files.size(file), progress);
    }

    /**
     * A file whose checksums and hashes are right.
     *
     * @param manifest of the snapshot in it
     * @param content what it carries besides
     */
    record Verified(SnapshotManifest manifest, Contents content) {}

    /** Checks every octet of the file; refusals as for {@link #check}. */
    static Verified verify(Path file, BackupFile.Progress progress) throws IOException, RefusedException {
        try (InputStream in = open(file)) {
            long bytes = Files.size(file);
            SnapshotManifest manifest = BackupFile.verifyBeginning(in, (done, total) -> progress.at(done, bytes));
            Contents content = reader(in, manifest, file, progress).read((chunk, octets) -> {});
            return new Verified(manifest, content);
        } catch (NoSuchFileException e) {
            throw RefusedException.refused("ENOENT", file + ": there is no such file");
        } catch (DamagedBackupException e) {
            throw RefusedException.refused("EIO", file + ": " + e.getMessage());
        }
    }
}
