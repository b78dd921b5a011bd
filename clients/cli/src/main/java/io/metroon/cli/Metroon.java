package io.metroon.cli;

import io.metroon.cli.bench.Bench;
import io.metroon.cli.cluster.BackupVerb;
import io.metroon.cli.cluster.Completion;
import io.metroon.cli.cluster.EngineVerb;
import io.metroon.cli.cluster.Members;
import io.metroon.cli.cluster.Status;
import io.metroon.cli.cluster.VersionVerb;
import io.metroon.cli.demo.Demo;
import io.metroon.cli.file.Cat;
import io.metroon.cli.file.Chmod;
import io.metroon.cli.file.Chown;
import io.metroon.cli.file.Du;
import io.metroon.cli.file.Find;
import io.metroon.cli.file.Get;
import io.metroon.cli.file.Ln;
import io.metroon.cli.file.Ls;
import io.metroon.cli.file.Mkdir;
import io.metroon.cli.file.Mv;
import io.metroon.cli.file.Put;
import io.metroon.cli.file.Rm;
import io.metroon.cli.file.StatVerb;
import io.metroon.cli.file.Touch;
import io.metroon.cli.file.Tree;
import io.metroon.cli.mount.MountVerb;
import io.metroon.cli.mount.UnmountVerb;
import io.metroon.cli.transfer.Export;
import io.metroon.cli.transfer.Import;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a verb. */
@Command(
        name = "metroon",
        description = "A replicated file namespace: files and directories that a few nodes agree on.",
        versionProvider = ProductVersion.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "Paths in the namespace start with \"/\". Exit codes: 0 done, 1 refused, 2 usage,",
            "3 unavailable and nothing happened, 4 outcome unknown.",
            "Environment: METROON_ENDPOINTS, comma-separated URLs of nodes."
        },
        subcommands = {
            Ls.class,
            StatVerb.class,
            Mkdir.class,
            Touch.class,
            Mv.class,
            Rm.class,
            Ln.class,
            Chmod.class,
            Chown.class,
            Find.class,
            Du.class,
            Tree.class,
            Cat.class,
            Put.class,
            Get.class,
            Import.class,
            Export.class,
            MountVerb.class,
            UnmountVerb.class,
            BackupVerb.class,
            Status.class,
            Members.class,
            EngineVerb.class,
            Bench.class,
            Demo.class,
            VersionVerb.class,
            Completion.class,
            HelpCommand.class
        })
final class Metroon implements Runnable {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version, as the verb does.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    Metroon(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().flush();
        throw new ParameterException(spec.commandLine(), "which verb? \"metroon help\" lists them");
    }
}
