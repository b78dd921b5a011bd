package io.metroon.node.local;

import io.metroon.namespace.Limits;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.Usage;
import io.metroon.namespace.mapdb.MapDbNamespaceStore;
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
import java.nio.file.StandardOpenOption;

/**
 * Checks a backup: every octet against its checksums, then the state itself, which is loaded into a throwaway store as a
 * restore would and must have the digest that it says. Takes the disk space of a store in the temporary directory.
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
     */
    public record Facts(String cluster, long revision, String digest, Usage usage, long bytes) {}

    /**
     * Checks all of it.
     *
     * @throws RefusedException naming the damaged part, or that there is no such file
     */
    public static Facts check(Path file, BackupFile.Progress progress) throws IOException, RefusedException {
        SnapshotManifest manifest = verify(file, progress);
        Path throwaway = Files.createTempDirectory("metroon-verify");
        try (InputStream state = state(file)) {
            MapDbNamespaceStore store =
                    MapDbNamespaceStore.open(throwaway.resolve("store")).store();
            try (Namespace namespace = new Namespace(store, Limits.DEFAULT)) {
                namespace.loadSnapshot(state);
                return new Facts(
                        manifest.cluster().toString(),
                        manifest.slot(),
                        namespace.digest().digest().toString(),
                        namespace.usage(),
                        Files.size(file));
            }
        } finally {
            new ClusterDirectory(throwaway).delete();
        }
    }

    /** The namespace's part of the snapshot in a file that was verified. */
    private static InputStream state(Path file) throws IOException {
        Path extracted = Files.createTempFile("metroon-verify", ".state");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(extracted))) {
            BackupFile.extract(
                    () -> new BufferedInputStream(Files.newInputStream(file)), out, BackupFile.Progress.NONE);
        }
        return Replica.stateIn(
                new BufferedInputStream(Files.newInputStream(extracted, StandardOpenOption.DELETE_ON_CLOSE)));
    }

    /** Checks the file's checksums; refusals as for {@link #check}. */
    static SnapshotManifest verify(Path file, BackupFile.Progress progress) throws IOException, RefusedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return BackupFile.verify(in, progress);
        } catch (NoSuchFileException e) {
            throw RefusedException.refused("ENOENT", file + ": there is no such file");
        } catch (DamagedBackupException e) {
            throw RefusedException.refused("EIO", file + ": " + e.getMessage());
        }
    }
}
