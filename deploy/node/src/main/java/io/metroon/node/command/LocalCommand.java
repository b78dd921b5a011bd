package io.metroon.node.command;

import io.metroon.cli.ExitCode;
import io.metroon.cli.MetroonCommand;
import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of this module have in common: output for persons and programs, and exit codes. */
abstract class LocalCommand implements Callable<Integer>, MetroonCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * Does the work.
     *
     * @throws RefusedException for what the user is to be told, with the exit code of its kind
     */
    abstract void run(Output out) throws IOException, RefusedException;

    @Override
    public final Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        Output out = new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        try {
            run(out);
            return ExitCode.DONE;
        } catch (RefusedException e) {
            out.failure(e);
            return exitCode(e.kind());
        }
    }

    private static int exitCode(RefusedException.Kind kind) {
        return switch (kind) {
            case REFUSED -> ExitCode.REFUSED;
            case USAGE -> ExitCode.USAGE;
            case UNAVAILABLE -> ExitCode.UNAVAILABLE;
        };
    }

    static ClusterDirectory directory(@Nullable Path data) {
        return ClusterDirectory.of(data == null ? ClusterDirectory.byDefault() : data);
    }
}
