package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.Listing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.Operation;
import io.metroon.client.Page;
import io.metroon.client.Stat;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}. */
@Command(name = "ls", description = "List directories, names in byte order.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Ls implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-l", description = "Show mode, links, owner, group, size and time.")
    private boolean isLong;

    @Option(names = "-R", description = "List subdirectories too.")
    private boolean recursive;

    @Option(names = "-d", description = "List directories themselves, not what they hold.")
    private boolean self;

    @Option(names = "--human", description = "Sizes such as 1.5K, with -l.")
    private boolean human;

    @Parameters(paramLabel = "PATH", arity = "1..*", defaultValue = "/", description = "What to list. Default: /.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                list(client, path);
            }
        }
    }

    private void list(MetroonClient client, MetroonPath path) {
        Stat stat = client.blocking()
                .execute(new Operation.GetStat(path, !self && !isLong))
                .stat()
                .orElseThrow();
        if (self || !stat.isDirectory()) {
            show(List.of(stat), null);
            return;
        }
        heading(path, paths.size() > 1 || recursive);
        if (recursive) {
            walk(client, path);
        } else {
            pages(client, path);
        }
    }

    private void heading(MetroonPath path, boolean wanted) {
        if (wanted) {
            print.line("", StatText.octets(path), ":");
        }
    }

    private void pages(MetroonClient client, MetroonPath path) {
        @Nullable String cursor = null;
        do {
            Page page = client.blocking().list(path, cursor == null ? Listing.FIRST : Listing.FIRST.after(cursor));
            show(page.entries().stream().map(entry -> entry.stat()).toList(), path);
            cursor = page.cursor();
        } while (cursor != null);
    }

    /** As Unix does: a directory's names, then each of its subdirectories. */
    private void walk(MetroonClient client, MetroonPath path) {
        pages(client, path);
        Iterator<Stat> below = new TreeWalk(client, path);
        while (below.hasNext()) {
            Stat stat = below.next();
            if (stat.isDirectory()) {
                print.line("");
                heading(stat.path(), true);
                pages(client, stat.path());
            }
        }
    }

    private void show(List<Stat> stats, @Nullable MetroonPath directory) {
        stats.forEach(stat -> print.json(json -> StatText.fill(json, stat)));
        Columns columns = isLong ? Columns.of(stats, human) : Columns.NONE;
        for (Stat stat : stats) {
            Octets name = directory == null
                    ? StatText.octets(stat.path())
                    : stat.path().name();
            print.line(columns.before(stat), name, isLong ? Columns.after(stat) : "");
        }
    }
}
