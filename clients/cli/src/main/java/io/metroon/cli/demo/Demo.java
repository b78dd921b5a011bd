package io.metroon.cli.demo;

import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
        name = "demo",
        description = {
            "A guided tour in under three minutes: starts three nodes in a temporary directory, imports a real tree,",
            "creates, renames and lists, kills the leader under load, backs up, restores elsewhere, compares digests.",
            "Prints what it measures; stops and removes everything at the end."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Demo implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Printing print;

    @Option(
            names = "--tree",
            paramLabel = "DIR",
            defaultValue = "/usr/share",
            description = "A local directory to import. Default: ${DEFAULT-VALUE}.")
    private Path tree;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "First of four ports for HTTP; peers listen 100 above. Default: free ones.")
    private Optional<Integer> httpPort = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How long each kind of operation is measured. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Launcher launcher = Launcher.find(terminal, line -> say("    " + line));
        int port = httpPort.isPresent() ? httpPort.get() : Ports.free(4);
        Tour tour = new Tour(launcher, this::say, port, seconds);
        Tour.Figures figures = tour.run(tree, MetroonPath.of("/tree"));
        print.json(figures::fill);
        return 0;
    }

    private void say(String line) {
        print.line(line);
        terminal.out().flush();
    }
}
