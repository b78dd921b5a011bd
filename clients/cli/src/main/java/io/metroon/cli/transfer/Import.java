package io.metroon.cli.transfer;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.ExitCode;
import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}. */
@Command(
        name = "import",
        description = {
            "Copy a local directory tree into the namespace: DIR itself becomes PATH.",
            "Names (byte for byte), types, permissions, owners, times to the nanosecond, symbolic links and the",
            "content. Of files beyond the limits the size is kept and the content is marked absent.",
            "Hard links become separate files; sockets, fifos and devices are skipped and listed.",
            "PATH is new, empty, or an unfinished import, which is then continued."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Import implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "4",
            description = "Batches of 500 under way at a time. Default: ${DEFAULT-VALUE}.")
    private int batches;

    @Option(
            names = "--content-max",
            paramLabel = "OCTETS",
            defaultValue = "1099511627776",
            description = "Larger contents stay behind. Default: ${DEFAULT-VALUE}.")
    private long contentOctetsMax;

    @Parameters(index = "0", paramLabel = "DIR", description = "A local directory.")
    private Path source;

    @Parameters(index = "1", paramLabel = "PATH", description = "Where it goes.")
    private MetroonPath target;

    Import(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Tally tally = new Tally();
        try (MetroonClient client = cluster.bulk().build();
                Progress progress = Progress.on(terminal, "import", print.isJson())) {
            ImportPipeline pipeline = new ImportPipeline(client, tally, progress, Math.max(1, batches));
            new ImportRun(client, tally, pipeline, contentOctetsMax).run(source, target);
        }
        tally.print(print, "Imported");
        return tally.isComplete() ? ExitCode.DONE : ExitCode.REFUSED;
    }
}
