package io.metroon.cli.transfer;

import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.nio.file.Path;

/** An import without a command line around it. */
public final class Imports {
    private static final int BATCHES = 4;
    private static final long CONTENT_OCTETS_MAX = Long.MAX_VALUE;

    private Imports() {}

    /**
     * What an import came to.
     *
     * @param entries files, directories and symbolic links
     * @param perSecond of them
     */
    public record Summary(long entries, double perSecond) {}

    /**
     * Imports a local directory quietly.
     *
     * @throws IOException when {@code source} itself cannot be read
     */
    public static Summary run(MetroonClient client, Path source, MetroonPath target) throws IOException {
        Tally tally = new Tally();
        ImportPipeline pipeline = new ImportPipeline(client, tally, new Progress.Silent(), BATCHES);
        new ImportRun(client, tally, pipeline, CONTENT_OCTETS_MAX).run(source, target);
        return new Summary(tally.entries(), tally.perSecond());
    }
}
