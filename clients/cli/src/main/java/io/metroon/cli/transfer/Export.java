package io.metroon.cli.transfer;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.ExitCode;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.cli.transfer.Tally.Count;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.RefusedException;
import io.metroon.client.Stat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@Command(
        name = "export",
        description = {
            "Copy a directory of the namespace to this machine: PATH itself becomes DIR.",
            "Names (byte for byte), permissions, times, symbolic links, content; owners when run by root.",
            "Files whose content the namespace does not hold are written empty and listed in DIR.absent,",
            "percent-encoded, one a line. DIR is new, empty, or an unfinished export, which is then continued."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Export implements Callable<Integer> {
    private static final int WRITERS = 4;

    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Parameters(index = "0", paramLabel = "PATH", description = "A directory of the namespace.")
    private MetroonPath source;

    @Parameters(index = "1", paramLabel = "DIR", description = "A local directory.")
    private Path directory;

    Export(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path target = directory.toAbsolutePath();
        Tally tally = new Tally();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (MetroonClient client = cluster.bulk().executor(writers).build();
                Progress progress = Progress.on(terminal, "export", print.isJson())) {
            Stat top = client.blocking().stat(source);
            if (!top.isDirectory()) {
                throw new RefusedException("ENOTDIR", 409, source, source + " is not a directory");
            }
            export(client, top, target, tally, progress);
        } finally {
            writers.shutdown();
        }
        tally.print(print, "Exported");
        return tally.isComplete() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void export(MetroonClient client, Stat top, Path target, Tally tally, Progress progress)
            throws IOException {
        Path marker = beside(target, ".unfinished");
        claim(target, marker);
        Path absent = beside(target, ".absent");
        try (ExportRun run = new ExportRun(client, tally, progress, LocalWriter.ofProcess(), absent)) {
            run.run(top, target);
        }
        if (tally.get(Count.WITHOUT_CONTENT) == 0) {
            Files.delete(absent);
        }
        Files.delete(marker);
    }

    /** New, empty or an unfinished export; a marker beside it tells the last from somebody's directory. */
    private static void claim(Path target, Path marker) throws IOException {
        if (Files.exists(target) && !Files.exists(marker)) {
            try (var entries = Files.list(target)) {
                if (entries.findAny().isPresent()) {
                    throw new DirectoryNotEmptyException(target + " is neither new, empty nor an unfinished export");
                }
            }
        }
        Files.write(marker, new byte[0]);
        Files.createDirectories(target);
    }

    private static Path beside(Path target, String suffix) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        name.writeBytes(LocalPaths.name(target).toBytes());
        name.writeBytes(Octets.of(suffix).toBytes());
        return LocalPaths.child(Objects.requireNonNull(target.getParent()), Octets.of(name.toByteArray()));
    }
}
