package io.metroon.namespace.mapdb;

import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.CommandCodec;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.Limits;
import io.metroon.namespace.MemoryNamespaceStore;
import io.metroon.namespace.Name;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceStore;
import io.metroon.namespace.Pin;
import io.metroon.namespace.Query;
import io.metroon.namespace.StateDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints how fast commands are applied, read back, and go through a snapshot, in memory and on MapDB. Not a test: run
 * {@link #main} by hand with the number of files as argument. Files lie 1,000 to a directory, two levels deep.
 */
public final class SpeedMeasurement {
    private static final int FILES_IN_DIRECTORY = 1_000;

    private final Namespace namespace;
    private final String name;
    private final int files;
    private long revision;

    private SpeedMeasurement(String name, NamespaceStore store, int files) {
        this.name = name;
        this.namespace = new Namespace(store, Limits.DEFAULT);
        this.files = files;
    }

    public static void main(String[] arguments) throws IOException {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        new SpeedMeasurement("warm-up", new MemoryNamespaceStore(), files / 4).run();
        new SpeedMeasurement("memory", new MemoryNamespaceStore(), files).run();
        Path directory = Files.createTempDirectory("metroon-speed");
        try {
            MapDbNamespaceStore store =
                    MapDbNamespaceStore.open(directory.resolve("a")).store();
            new SpeedMeasurement("mapdb", store, files).run();
        } finally {
            delete(directory);
        }
    }

    private void run() throws IOException {
        report("creates", files, () -> create(null));
        report("stats", files, this::stat);
        report("lists of 1,000", files / FILES_IN_DIRECTORY, this::list);
        report("renames", files / 2, this::rename);
        report("keyed creates", files / 4, () -> create("key"));
        Path snapshot = Files.createTempFile("metroon", ".snapshot");
        try {
            report("files written to a snapshot", files, () -> write(snapshot));
            StateDigest before = namespace.digest();
            report("files loaded from a snapshot of " + Files.size(snapshot) + " bytes", files, () -> load(snapshot));
            if (!namespace.digest().equals(before)) {
                throw new IllegalStateException("digests differ");
            }
        } finally {
            Files.delete(snapshot);
            namespace.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void report(String what, int count, Work work) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long cpuStart = threads.getCurrentThreadCpuTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e9;
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %s: %,.0f a second, %,.0f a second of processor time",
                name,
                what,
                count / seconds,
                count / cpuSeconds));
    }

    private static FilePath path(String top, int i) {
        String text = String.format(Locale.ROOT, "/%s/d%05d/file-%07d.txt", top, i / FILES_IN_DIRECTORY, i);
        return FilePath.parse(text);
    }

    private void apply(Command command, @Nullable IdempotencyKey key) {
        revision++;
        namespace.apply(revision, 1_700_000_000_000L + revision / 50, CommandCodec.encode(command, key));
    }

    private void create(@Nullable String key) {
        int count = key == null ? files : files / 4;
        for (int i = 0; i < count; i++) {
            Command create = new Command.Create(
                    path(key == null ? "top" : "keyed", i),
                    EntryType.FILE,
                    null,
                    i % FILES_IN_DIRECTORY == 0,
                    Attributes.NONE,
                    Command.IfExists.REFUSE,
                    Condition.NONE);
            apply(create, key == null ? null : new IdempotencyKey("", key + i, new byte[32]));
        }
    }

    private void stat() {
        for (int i = 0; i < files; i++) {
            namespace.query(new Query.GetStat(path("top", (int) (i * 7_919L % files)), true, false));
        }
    }

    private void list() {
        for (int i = 0; i < files; i += FILES_IN_DIRECTORY) {
            namespace.query(new Query.GetPage(path("top", i).parent(), 1_000, null, null));
        }
    }

    private void rename() {
        for (int i = 0; i < files / 2; i++) {
            FilePath from = path("top", i);
            FilePath to = path("top", i + files / 2).parent().child(Name.of("renamed-" + i));
            apply(new Command.Rename(from, to, Command.RenameMode.NOREPLACE, null, null), null);
        }
    }

    private void write(Path snapshot) throws IOException {
        try (Pin pin = namespace.pin();
                OutputStream out = Files.newOutputStream(snapshot)) {
            namespace.writeSnapshot(pin, out);
        }
    }

    private void load(Path snapshot) throws IOException {
        try (InputStream in = Files.newInputStream(snapshot)) {
            namespace.loadSnapshot(in);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
