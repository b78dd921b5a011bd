package io.metroon.cli.cluster;

import io.metroon.cli.Printing;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}. */
@Command(
        name = "completion",
        description = {"Print a completion script for bash and zsh.", "Use: source <(metroon completion)"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Completion implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Printing print;

    @Override
    public void run() {
        print.line(AutoComplete.bash("metroon", spec.root().commandLine()));
    }
}
