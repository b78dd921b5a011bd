package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Stat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tree}. */
@Command(name = "tree", description = "Draw a directory and all below it.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Tree implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-L", paramLabel = "N", description = "At most N levels.")
    private int depthMax = Integer.MAX_VALUE;

    @Parameters(paramLabel = "PATH", arity = "1", defaultValue = "/", description = "The directory. Default: /.")
    private MetroonPath path;

    private long directories;
    private long others;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            print.line(path);
            TreeWalk walk = new TreeWalk(client, path);
            while (walk.hasNext()) {
                draw(walk, walk.next());
            }
            print.line("");
            print.line(directories + " directories, " + others + " other entries");
        }
    }

    private void draw(TreeWalk walk, Stat stat) {
        directories += stat.isDirectory() ? 1 : 0;
        others += stat.isDirectory() ? 0 : 1;
        print.json(json -> StatText.fill(json, stat));
        print.line(branches(walk), stat.path().name(), Columns.after(stat));
        if (stat.isDirectory() && walk.depth() >= depthMax) {
            walk.skip();
        }
    }

    private static String branches(TreeWalk walk) {
        StringBuilder branches = new StringBuilder();
        for (int depth = 1; depth < walk.depth(); depth++) {
            branches.append(walk.hasMore(depth) ? "│   " : "    ");
        }
        return branches.append(walk.hasMore(walk.depth()) ? "├── " : "└── ").toString();
    }
}
