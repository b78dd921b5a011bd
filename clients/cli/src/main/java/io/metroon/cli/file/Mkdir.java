package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.Attributes;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.client.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mkdir}. */
@Command(name = "mkdir", description = "Make directories.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Mkdir implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-p", description = "Make parents too; an existing directory is fine.")
    private boolean parents;

    @Option(names = "-m", paramLabel = "MODE", description = "Permissions in octal.", converter = OctalMode.class)
    private @Nullable Integer mode;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "The directories.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                Stat made = client.blocking().execute(operation(path)).stat().orElseThrow();
                print.json(json -> StatText.fill(json, made));
            }
        }
    }

    private Operation operation(MetroonPath path) {
        Operation.Create create = Operation.Create.directory(path);
        if (mode != null) {
            create = create.with(Attributes.NONE.mode(mode));
        }
        return parents ? create.withParents().orExisting() : create;
    }
}
