package io.metroon.cli.bench;

import io.metroon.client.Listing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.client.Precondition;
import io.metroon.client.RenameMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the load generator does, in a directory of its own: files {@code N} in a few dozen directories. The operations
 * share the files: what is created is renamed and deleted later. Thread-safe.
 */
public final class Workload {
    private static final int DIRECTORIES = 64;
    private static final int BATCH = 500;
    private static final int LISTED = 100;
    private static final int STATTED = 10_000;
    private static final int MOVING = 1_024;
    /** Files whose creation may not be answered yet are not deleted. */
    private static final int CREATING_MAX = 1_024;

    private final MetroonClient client;
    private final MetroonPath top;
    private final List<MetroonPath> directories = new ArrayList<>();
    private final MetroonPath fixed;
    private final MetroonPath there;
    private final AtomicLong created = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final Queue<Moving> moving = new ConcurrentLinkedQueue<>();

    /** A file with two names, one of which it has now. */
    private record Moving(int number, boolean here) {
        MetroonPath name(MetroonPath directory, boolean first) {
            return directory.resolve((first ? "a" : "b") + number);
        }

        Moving moved() {
            return new Moving(number, !here);
        }
    }

    /** The operations that can be measured. */
    public enum Kind {
        /** Of a file without content. */
        CREATE,
        /** Of a file. */
        STAT,
        /** Of 100 entries. */
        LIST,
        /** Of a file, there and back. */
        RENAME,
        /** Of a file that a create made. */
        DELETE,
        /** Of ten: five stats, two creates, a list, a rename and a delete. */
        MIX
    }

    /** In this directory, which must not exist. */
    public Workload(MetroonClient client, MetroonPath top) {
        this.client = client;
        this.top = top;
        this.fixed = top.resolve("fixed");
        this.there = top.resolve("moving");
        for (int i = 0; i < DIRECTORIES; i++) {
            directories.add(top.resolve("d" + i));
        }
    }

    /** Makes the directories and the files that are listed and statted. */
    public void prepare() {
        client.blocking().createDirectories(fixed);
        client.blocking().createDirectory(there);
        List<Operation> batch = new ArrayList<>();
        directories.forEach(directory -> batch.add(Operation.Create.directory(directory)));
        for (int i = 0; i < STATTED / LISTED; i++) {
            batch.add(Operation.Create.directory(fixed.resolve("l" + i)));
        }
        for (int i = 0; i < STATTED; i++) {
            batch.add(Operation.Create.file(statted(i)));
        }
        for (int i = 0; i < MOVING; i++) {
            Moving file = new Moving(i, true);
            batch.add(Operation.Create.file(file.name(there, true)));
            moving.add(file);
        }
        for (int from = 0; from < batch.size(); from += BATCH) {
            client.blocking()
                    .batch(batch.subList(from, Math.min(batch.size(), from + BATCH)))
                    .forEach(outcome -> outcome.done());
        }
    }

    /** Makes sure that there are files to delete or rename. */
    void stock(int files) {
        while (created.get() - deleted.get() < files + CREATING_MAX) {
            List<Operation> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(Operation.Create.file(file(created.getAndIncrement())));
            }
            client.blocking().batch(batch).forEach(outcome -> outcome.done());
        }
    }

    /** Removes everything. */
    public void clear() {
        client.blocking().delete(top, true);
    }

    /** Starts one operation; absent when none is left to do. */
    @Nullable CompletableFuture<?> start(Kind kind) {
        return switch (kind) {
            case CREATE -> client.createFile(file(created.getAndIncrement()));
            case STAT -> client.stat(statted(random(STATTED)));
            case LIST -> client.list(fixed.resolve("l" + random(STATTED / LISTED)), Listing.FIRST.withLimit(LISTED));
            case RENAME -> rename();
            case DELETE -> delete();
            case MIX -> start(mixed(random(10)));
        };
    }

    private static Kind mixed(int ofTen) {
        return switch (ofTen) {
            case 0, 1 -> Kind.CREATE;
            case 2 -> Kind.LIST;
            case 3 -> Kind.RENAME;
            case 4 -> Kind.DELETE;
            default -> Kind.STAT;
        };
    }

    /** Moves a file to and fro; nobody else has it meanwhile. */
    private @Nullable CompletableFuture<?> rename() {
        Moving file = moving.poll();
        if (file == null) {
            return null;
        }
        return client.rename(file.name(there, file.here), file.name(there, !file.here), RenameMode.REPLACE)
                .whenComplete((stat, failure) -> moving.add(failure == null ? file.moved() : file));
    }

    private @Nullable CompletableFuture<?> delete() {
        long number = deleted.getAndIncrement();
        if (number >= created.get() - CREATING_MAX) {
            deleted.decrementAndGet();
            return null;
        }
        return client.execute(new Operation.Delete(file(number), false, Precondition.NONE));
    }

    private MetroonPath file(long number) {
        return directories.get((int) (number % DIRECTORIES)).resolve("f" + number);
    }

    private MetroonPath statted(int number) {
        return fixed.resolve("l" + number / LISTED).resolve("s" + number);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
