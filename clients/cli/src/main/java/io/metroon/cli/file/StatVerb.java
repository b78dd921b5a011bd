package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.client.Stat;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stat}. */
@Command(name = "stat", description = "Show all attributes of entries.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StatVerb implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-L", description = "Follow symbolic links.")
    private boolean follow;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "What to show.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                show(client.blocking()
                        .execute(new Operation.GetStat(path, follow))
                        .stat()
                        .orElseThrow());
            }
        }
    }

    private void show(Stat stat) {
        print.json(json -> StatText.fill(json, stat));
        print.line("  Path: ", StatText.octets(stat.path()), Columns.after(stat));
        print.line(String.format(
                Locale.ROOT,
                "  Type: %-10s Size: %-12d Links: %-4d Inode: %d%s",
                stat.type().word(),
                stat.size(),
                stat.nlink(),
                stat.inode(),
                stat.contentAbsent() ? "  (content absent)" : ""));
        print.line(String.format(
                Locale.ROOT,
                "  Mode: %04o/%s  Owner: %s  Group: %s",
                stat.mode(),
                StatText.mode(stat),
                stat.owner(),
                stat.group()));
        print.line("Access: " + stat.atime());
        print.line("Modify: " + stat.mtime());
        print.line("Change: " + stat.ctime());
        print.line("   Tag: " + stat.etag() + "  Content version: " + stat.contentVersion());
        stat.xattrs().forEach((name, value) -> print.line(" Xattr: " + name + " = ", value, ""));
    }
}
