package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.client.Attributes;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chmod}. */
@Command(name = "chmod", description = "Change permissions.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Chmod implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Option(names = "-R", description = "Of everything below too, symbolic links excepted.")
    private boolean recursive;

    @Parameters(
            index = "0",
            paramLabel = "MODE",
            description = "Octal such as 0755, or a change such as u+x,go-w.",
            converter = ModeChange.Converter.class)
    private ModeChange mode;

    @Parameters(index = "1..*", paramLabel = "PATH", arity = "1..*", description = "The entries.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            new AttributeChange(client, stat -> Attributes.NONE.mode(mode.apply(stat))).apply(paths, recursive);
        }
    }
}
