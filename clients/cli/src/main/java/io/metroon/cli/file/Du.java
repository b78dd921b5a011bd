package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Stat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code du}. */
@Command(name = "du", description = "Add up sizes, in octets, and count entries, directory by directory.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Du implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-s", description = "Print the total of each PATH only.")
    private boolean summary;

    @Option(names = "--human", description = "Sizes such as 1.5K.")
    private boolean human;

    @Parameters(paramLabel = "PATH", arity = "1..*", defaultValue = "/", description = "What to add up. Default: /.")
    private List<MetroonPath> paths;

    /** A directory whose end has not been reached yet. */
    private static final class Sum {
        private final MetroonPath path;
        private long octets;
        private long entries;

        Sum(Stat stat) {
            path = stat.path();
            add(stat.isDirectory() ? 0 : stat.size(), 1);
        }

        void add(long moreOctets, long moreEntries) {
            octets += moreOctets;
            entries += moreEntries;
        }
    }

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                addUp(client, client.blocking().stat(path));
            }
        }
    }

    private void addUp(MetroonClient client, Stat top) {
        Deque<Sum> open = new ArrayDeque<>();
        open.push(new Sum(top));
        if (top.isDirectory()) {
            TreeWalk walk = new TreeWalk(client, top.path());
            while (walk.hasNext()) {
                Stat stat = walk.next();
                close(open, walk.depth());
                if (stat.isDirectory()) {
                    open.push(new Sum(stat));
                } else {
                    open.element().add(stat.size(), 1);
                }
            }
        }
        close(open, 1);
        show(open.pop());
    }

    /** Ends directories until only those above this depth are open. */
    private void close(Deque<Sum> open, int depth) {
        while (open.size() > depth) {
            Sum ended = open.pop();
            open.element().add(ended.octets, ended.entries);
            if (!summary) {
                show(ended);
            }
        }
    }

    private void show(Sum sum) {
        print.json(json ->
                json.put("path", sum.path.toString()).put("octets", sum.octets).put("entries", sum.entries));
        String size = human ? StatText.humanSize(sum.octets) : Long.toString(sum.octets);
        print.line(size + "\t" + sum.entries + "\t", StatText.octets(sum.path), "");
    }
}
