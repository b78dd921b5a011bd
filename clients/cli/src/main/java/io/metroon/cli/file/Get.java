package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.Terminal;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code get}. */
@Command(name = "get", description = "Copy a file's content to this machine.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Get implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(index = "0", paramLabel = "PATH", description = "The file.")
    private MetroonPath path;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            description = "Where to, or - for standard output. Default: the file's own name, here.")
    private Path file = Path.of("");

    Get(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MetroonClient client = cluster.connect()) {
            if (file.toString().equals("-")) {
                client.blocking().getContent(path, terminal.out());
            } else {
                copy(client, Files.isDirectory(file) ? LocalPaths.child(file, path.name()) : file);
            }
        }
        return 0;
    }

    /** Under a name beside first: half a file must not stand where a whole one is expected. */
    private void copy(MetroonClient client, Path target) throws IOException {
        Path beside =
                Files.createTempFile(target.toAbsolutePath().resolveSibling("").normalize(), ".metroon-", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(beside)) {
                client.blocking().getContent(path, out);
            }
            // Made with the usual permissions, which what is moved over it takes.
            Files.newOutputStream(target, StandardOpenOption.CREATE).close();
            Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
