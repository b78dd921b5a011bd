package io.metroon.cli.transfer;

import io.metroon.cli.Failures;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.file.TreeWalk;
import io.metroon.cli.transfer.Tally.Count;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.MetroonPath;
import io.metroon.client.RefusedException;
import io.metroon.client.Stat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One export. Files are fetched several at a time; a directory gets its attributes when all below it is there. What is
 * there already with the right size and time is left alone, so an interrupted run is continued by another.
 */
final class ExportRun implements AutoCloseable {
    private static final int FETCHES_MAX = 64;

    private final MetroonClient client;
    private final Tally tally;
    private final Progress progress;
    private final LocalWriter writer;
    /** What is larger goes to its file as it comes. */
    private static final long WHOLE_OCTETS_MAX = 64 << 10;

    private final OutputStream absent;
    private final Semaphore places = new Semaphore(FETCHES_MAX);
    private final AtomicReference<@Nullable RuntimeException> fatal = new AtomicReference<>();

    /** A directory whose end has not been reached yet. */
    private record Open(Stat stat, Path path) {}

    ExportRun(MetroonClient client, Tally tally, Progress progress, LocalWriter writer, Path absentList)
            throws IOException {
        this.client = client;
        this.tally = tally;
        this.progress = progress;
        this.writer = writer;
        this.absent = new BufferedOutputStream(Files.newOutputStream(absentList));
    }

    /**
     * Exports what is below {@code source} into {@code target}, which exists.
     *
     * @throws IOException when a directory cannot be made; failures of single files are counted
     */
    void run(Stat source, Path target) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        Deque<Open> ended = new ArrayDeque<>();
        open.push(new Open(source, target));
        tally.one(Count.DIRECTORIES);
        TreeWalk walk = new TreeWalk(client, source.path());
        while (walk.hasNext()) {
            Stat stat = walk.next();
            while (open.size() > walk.depth()) {
                ended.add(open.pop());
            }
            Path path = LocalPaths.child(open.element().path(), stat.path().name());
            entry(stat, path);
            if (stat.isDirectory()) {
                open.push(new Open(stat, path));
            }
            throwFatal();
        }
        ended.addAll(open);
        places.acquireUninterruptibly(FETCHES_MAX);
        throwFatal();
        for (Open directory : ended) {
            writer.attributes(directory.path(), directory.stat());
        }
    }

    private void entry(Stat stat, Path path) throws IOException {
        switch (stat.type()) {
            case DIRECTORY -> {
                tally.one(Count.DIRECTORIES);
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(path);
                }
            }
            case SYMLINK -> symlink(stat, path);
            case FILE -> file(stat, path);
        }
        progress.advance(1);
    }

    private void symlink(Stat stat, Path path) throws IOException {
        tally.one(Count.SYMLINKS);
        if (stat.target() != null) {
            writer.symlink(path, stat.target());
            writer.attributes(path, stat);
        }
    }

    private void file(Stat stat, Path path) throws IOException {
        tally.one(Count.FILES);
        if (stat.contentAbsent()) {
            tally.one(Count.WITHOUT_CONTENT);
            absent.write((stat.path().encoded() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            write(stat, path, new byte[0]);
        } else if (stat.size() == 0) {
            write(stat, path, new byte[0]);
        } else if (isSame(stat, path)) {
            tally.one(Count.RESUMED);
        } else {
            fetch(stat, path);
        }
    }

    private static boolean isSame(Stat stat, Path path) throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.size(path) == stat.size()
                && Files.getLastModifiedTime(path).toInstant().equals(stat.mtime());
    }

    private void fetch(Stat stat, Path path) throws IOException {
        if (stat.size() > WHOLE_OCTETS_MAX) {
            fetchStream(stat, path);
            return;
        }
        places.acquireUninterruptibly();
        CompletableFuture<Void> unused = client.getContent(stat.path())
                .thenAccept(content -> received(stat, path, content))
                .exceptionally(failure -> failed(stat.path(), failure))
                .thenRun(places::release);
    }

    private void fetchStream(Stat stat, Path path) throws IOException {
        deleteLink(path);
        OutputStream out = Files.newOutputStream(path);
        places.acquireUninterruptibly();
        CompletableFuture<Void> unused = client.getContent(stat.path(), out)
                .whenComplete((octets, failure) -> close(out, path))
                .thenAccept(octets -> received(stat, path, octets))
                .exceptionally(failure -> failed(stat.path(), failure))
                .thenRun(places::release);
    }

    private void close(OutputStream out, Path path) {
        try {
            out.close();
        } catch (IOException unwritable) {
            tally.fail(path + ": " + Failures.sentence(unwritable));
        }
    }

    private void received(Stat stat, Path path, long octets) {
        try {
            writer.attributes(path, stat);
            tally.add(Count.OCTETS, octets);
        } catch (IOException unwritable) {
            tally.fail(Failures.sentence(unwritable));
        }
    }

    private void received(Stat stat, Path path, byte[] content) {
        try {
            write(stat, path, content);
            tally.add(Count.OCTETS, content.length);
        } catch (IOException unwritable) {
            tally.fail(Failures.sentence(unwritable));
        }
    }

    private @Nullable Void failed(MetroonPath path, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            tally.fail(path + ": " + Failures.sentence(refused));
        } else if (cause instanceof MetroonException unavailable) {
            fatal.set(unavailable);
        } else {
            fatal.set(new IllegalStateException(cause));
        }
        return null;
    }

    private void write(Stat stat, Path path, byte[] content) throws IOException {
        deleteLink(path);
        Files.write(path, content);
        writer.attributes(path, stat);
    }

    private static void deleteLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            Files.delete(path); // never write through a link that somebody put here
        }
    }

    private void throwFatal() {
        RuntimeException failure = fatal.get();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        absent.close();
    }
}
