package io.metroon.node.command;

import io.metroon.node.config.ConfigException;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeConfigFile;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code metroon config}. */
@Command(
        name = "config",
        description = "Work with the configuration file of a node.",
        subcommands = ConfigCommand.Check.class)
public final class ConfigCommand extends LocalCommand {
    @Override
    void run(Output out) throws RefusedException {
        throw RefusedException.usage("say what to do: metroon config check FILE");
    }

    /** {@code metroon config check}. */
    @Command(name = "check", description = "Say whether a node would take this configuration file.")
    static final class Check extends LocalCommand {
        @Parameters(paramLabel = "FILE", description = "The file.")
        private Path file = Path.of("node.yaml");

        @Override
        void run(Output out) throws IOException, RefusedException {
            try {
                NodeConfig config = NodeConfigFile.read(file);
                out.result(new LinesReport(
                        "result",
                        List.of(file + " is good: node " + config.node() + " of "
                                + config.members().size() + ", http "
                                + config.own().http() + ", data in "
                                + config.data())));
            } catch (ConfigException e) {
                throw RefusedException.refused("EINVAL", String.valueOf(e.getMessage()));
            }
        }
    }
}
