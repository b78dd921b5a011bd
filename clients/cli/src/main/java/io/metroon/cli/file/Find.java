package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.EntryType;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code find}. */
@Command(name = "find", description = "Print the paths of entries below directories.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Find implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(
            names = {"-name", "--name"},
            paramLabel = "GLOB",
            description = "Only names that match, such as \"*.log\".",
            converter = Glob.Converter.class)
    private @Nullable Glob name;

    @Option(
            names = {"-type", "--type"},
            paramLabel = "f|d|l",
            description = "Only files, directories or symbolic links.")
    private @Nullable TypeLetter type;

    @Option(
            names = {"-maxdepth", "--maxdepth"},
            paramLabel = "N",
            description = "At most N levels below.")
    private int depthMax = Integer.MAX_VALUE;

    @Option(
            names = {"-size", "--size"},
            paramLabel = "[+-]N[k|M|G]",
            description = "Size of exactly, more than (+) or less than (-) N octets.",
            converter = SizeTest.Converter.class)
    private @Nullable SizeTest size;

    @Parameters(paramLabel = "PATH", arity = "1..*", defaultValue = "/", description = "Where to look. Default: /.")
    private List<MetroonPath> paths;

    /** The letters of {@code -type}. */
    enum TypeLetter {
        f(EntryType.FILE),
        d(EntryType.DIRECTORY),
        l(EntryType.SYMLINK);

        private final EntryType type;

        TypeLetter(EntryType type) {
            this.type = type;
        }
    }

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                find(client, path);
            }
        }
    }

    private void find(MetroonClient client, MetroonPath path) {
        Stat top = client.blocking().stat(path);
        show(top);
        if (!top.isDirectory() || depthMax < 1) {
            return;
        }
        TreeWalk walk = new TreeWalk(client, path);
        while (walk.hasNext()) {
            Stat stat = walk.next();
            show(stat);
            if (stat.isDirectory() && walk.depth() >= depthMax) {
                walk.skip();
            }
        }
    }

    private void show(Stat stat) {
        boolean named = name == null
                || (!stat.path().isRoot() && name.matches(stat.path().name()));
        boolean typed = type == null || stat.type() == type.type;
        if (named && typed && (size == null || size.matches(stat.size()))) {
            print.json(json -> StatText.fill(json, stat));
            print.line(stat.path());
        }
    }
}
