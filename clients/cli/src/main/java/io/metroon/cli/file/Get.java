package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.Terminal;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        byte[] content;
        try (MetroonClient client = cluster.connect()) {
            content = client.blocking().getContent(path);
        }
        if (file.toString().equals("-")) {
            terminal.out().write(content, 0, content.length);
        } else {
            Files.write(Files.isDirectory(file) ? LocalPaths.child(file, path.name()) : file, content);
        }
        return 0;
    }
}
