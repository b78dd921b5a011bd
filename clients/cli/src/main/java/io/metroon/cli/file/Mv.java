package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.BlockingMetroonClient;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.RefusedException;
import io.metroon.client.RenameMode;
import io.metroon.client.Stat;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mv}. */
@Command(
        name = "mv",
        description = {
            "Move or rename entries, directories with all they hold, each in one step.",
            "Replaces an existing file; into an existing directory it moves inside."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Mv implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Existing existing = new Existing();

    /** What to do with an existing target. */
    static final class Existing {
        @Option(names = "-n", description = "Refuse to replace an existing file.")
        private boolean refuse;

        @Option(names = "-x", description = "Exchange the two.")
        private boolean exchange;

        RenameMode mode() {
            if (exchange) {
                return RenameMode.EXCHANGE;
            }
            return refuse ? RenameMode.NOREPLACE : RenameMode.REPLACE;
        }
    }

    @Parameters(paramLabel = "PATH", arity = "2..*", description = "One or more entries, then where to.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        MetroonPath target = paths.get(paths.size() - 1);
        List<MetroonPath> sources = paths.subList(0, paths.size() - 1);
        try (MetroonClient client = cluster.connect()) {
            boolean inside = !existing.exchange && isDirectory(client.blocking(), target);
            if (sources.size() > 1 && !inside) {
                throw new ParameterException(
                        spec.commandLine(), "not a directory to move several entries into: " + target);
            }
            for (MetroonPath source : sources) {
                MetroonPath to = inside ? target.resolve(source.name()) : target;
                Stat moved = client.blocking().rename(source, to, existing.mode());
                print.json(json -> StatText.fill(json, moved));
            }
        }
    }

    private static boolean isDirectory(BlockingMetroonClient client, MetroonPath path) {
        try {
            return client.stat(path).isDirectory();
        } catch (RefusedException absent) {
            if (absent.code().equals("ENOENT")) {
                return false;
            }
            throw absent;
        }
    }
}
