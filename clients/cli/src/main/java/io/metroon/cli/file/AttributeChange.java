package io.metroon.cli.file;

import io.metroon.client.Attributes;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.client.Outcome;
import io.metroon.client.Precondition;
import io.metroon.client.Stat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Changes attributes of entries and, when wanted, of all below them, many with each request. */
final class AttributeChange {
    private static final int BATCH = 500;

    private final MetroonClient client;
    private final Function<Stat, Attributes> change;
    private final List<Operation> batch = new ArrayList<>();

    AttributeChange(MetroonClient client, Function<Stat, Attributes> change) {
        this.client = client;
        this.change = change;
    }

    void apply(List<MetroonPath> paths, boolean recursive) {
        for (MetroonPath path : paths) {
            Stat stat = client.blocking().stat(path);
            add(stat, true);
            if (recursive && stat.isDirectory()) {
                below(path);
            }
        }
        flush();
    }

    /** Symlinks met on the way are left alone, as Unix does. */
    private void below(MetroonPath path) {
        Iterator<Stat> walk = new TreeWalk(client, path);
        while (walk.hasNext()) {
            Stat stat = walk.next();
            if (!stat.isSymlink()) {
                add(stat, false);
            }
        }
    }

    private void add(Stat stat, boolean follow) {
        batch.add(new Operation.SetAttributes(stat.path(), follow, change.apply(stat), Precondition.NONE));
        if (batch.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        if (!batch.isEmpty()) {
            client.blocking().batch(batch).forEach(Outcome::done);
            batch.clear();
        }
    }
}
