package io.metroon.client;

import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/**
 * A client of a Metroon cluster. Knows any one node or several, finds the others and the leader by itself, goes on to
 * another node when one fails, and repeats changes with an idempotency key so that each takes effect once.
 *
 * <pre>{@code
 * try (var metroon = MetroonClient.builder().endpoints("http://127.0.0.1:8420").build()) {
 *     metroon.createDirectory("/logs").join();
 *     metroon.blocking().rename("/logs", "/archive");
 * }
 * }</pre>
 *
 * <p>Thread-safe. Futures complete on the builder's executor and fail with a {@link MetroonException}:
 * {@link RefusedException} when the namespace refused, {@link UnavailableException} when nothing happened,
 * {@link OutcomeUnknownException} when a change may have happened. Cancelling a future does not undo the call.
 *
 * <p>Paths given as text are parsed by {@link MetroonPath#of(String)}; a malformed one is refused at once, with a
 * {@link RefusedException} thrown by the method itself.
 */
public final class MetroonClient implements AutoCloseable {
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);

    private final Transport transport;
    private final Underway underway;
    private final Executor executor;
    private final Verbs verbs;

    private MetroonClient(Transport transport, Underway underway, Executor executor, Verbs verbs) {
        this.transport = transport;
        this.underway = underway;
        this.executor = executor;
        this.verbs = verbs;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same client, whose reads are as fresh as {@code mode} says. Closing either closes both. */
    public MetroonClient reading(ReadMode mode) {
        return new MetroonClient(transport, underway, executor, verbs.reading(mode));
    }

    /** The same client with methods that wait and throw. Closing either closes both. */
    public BlockingMetroonClient blocking() {
        return new BlockingMetroonClient(this, verbs);
    }

    /** The attributes of an entry; symlinks are followed. */
    public CompletableFuture<Stat> stat(MetroonPath path) {
        return verbs.stated(new Operation.GetStat(path, true)).on(executor);
    }

    /** {@link #stat(MetroonPath)} of a path in text. */
    public CompletableFuture<Stat> stat(String path) {
        return stat(MetroonPath.of(path));
    }

    /** Whether there is an entry of that name; a symlink that leads nowhere is one. */
    public CompletableFuture<Boolean> exists(MetroonPath path) {
        return verbs.exists(path).on(executor);
    }

    /** {@link #exists(MetroonPath)} of a path in text. */
    public CompletableFuture<Boolean> exists(String path) {
        return exists(MetroonPath.of(path));
    }

    /** Creates an empty file. */
    public CompletableFuture<Stat> createFile(MetroonPath path) {
        return verbs.stated(Operation.Create.file(path)).on(executor);
    }

    /** {@link #createFile(MetroonPath)} of a path in text. */
    public CompletableFuture<Stat> createFile(String path) {
        return createFile(MetroonPath.of(path));
    }

    /** Creates a directory in an existing one. */
    public CompletableFuture<Stat> createDirectory(MetroonPath path) {
        return verbs.stated(Operation.Create.directory(path)).on(executor);
    }

    /** {@link #createDirectory(MetroonPath)} of a path in text. */
    public CompletableFuture<Stat> createDirectory(String path) {
        return createDirectory(MetroonPath.of(path));
    }

    /** Creates a directory and those above it that are missing; an existing directory is fine. */
    public CompletableFuture<Stat> createDirectories(MetroonPath path) {
        return verbs.stated(Operation.Create.directory(path).withParents().orExisting())
                .on(executor);
    }

    /** {@link #createDirectories(MetroonPath)} of a path in text. */
    public CompletableFuture<Stat> createDirectories(String path) {
        return createDirectories(MetroonPath.of(path));
    }

    /** Creates a symlink that says {@code target}. */
    public CompletableFuture<Stat> createSymlink(MetroonPath path, Octets target) {
        return verbs.stated(Operation.Create.symlink(path, target)).on(executor);
    }

    /** {@link #createSymlink(MetroonPath, Octets)} in text. */
    public CompletableFuture<Stat> createSymlink(String path, String target) {
        return createSymlink(MetroonPath.of(path), Octets.of(target));
    }

    /** A page of a directory's entries. */
    public CompletableFuture<Page> list(MetroonPath path, Listing listing) {
        return verbs.list(path, listing).on(executor);
    }

    /** The first page of a directory's entries, at most 1,000. */
    public CompletableFuture<Page> list(String path) {
        return list(MetroonPath.of(path), Listing.FIRST);
    }

    /**
     * Hands all pages of a directory to {@code action}, one after the other, on the executor; all show the revision of
     * the first. The future completes after the last, or fails with what the action threw.
     */
    public CompletableFuture<Void> forEachPage(MetroonPath path, Listing listing, Consumer<? super Page> action) {
        return list(path, listing).thenCompose(page -> {
            action.accept(page);
            String cursor = page.cursor();
            return cursor == null
                    ? CompletableFuture.<Void>completedFuture(null)
                    : forEachPage(path, listing.after(cursor), action);
        });
    }

    /** Moves an entry; an existing target is refused with EEXIST. */
    public CompletableFuture<Stat> rename(MetroonPath from, MetroonPath to) {
        return rename(from, to, RenameMode.NOREPLACE);
    }

    /** {@link #rename(MetroonPath, MetroonPath)} of paths in text. */
    public CompletableFuture<Stat> rename(String from, String to) {
        return rename(MetroonPath.of(from), MetroonPath.of(to));
    }

    /** Moves an entry. */
    public CompletableFuture<Stat> rename(MetroonPath from, MetroonPath to, RenameMode mode) {
        return verbs.stated(new Operation.Rename(from, to, mode)).on(executor);
    }

    /** Removes a file, a symlink or an empty directory. */
    public CompletableFuture<Void> delete(MetroonPath path) {
        return delete(path, false);
    }

    /** {@link #delete(MetroonPath)} of a path in text. */
    public CompletableFuture<Void> delete(String path) {
        return delete(MetroonPath.of(path));
    }

    /** Removes an entry; when {@code recursive}, a directory with all below it, in one step. */
    public CompletableFuture<Void> delete(MetroonPath path, boolean recursive) {
        return verbs.execute(new Operation.Delete(path, recursive, Precondition.NONE))
                .on(executor)
                .thenAccept(done -> {});
    }

    /** Changes attributes; symlinks are followed. */
    public CompletableFuture<Stat> setAttributes(MetroonPath path, Attributes attributes) {
        return verbs.stated(new Operation.SetAttributes(path, true, attributes, Precondition.NONE))
                .on(executor);
    }

    /** {@link #setAttributes(MetroonPath, Attributes)} of a path in text. */
    public CompletableFuture<Stat> setAttributes(String path, Attributes attributes) {
        return setAttributes(MetroonPath.of(path), attributes);
    }

    /** Creates a file with this content, or replaces all of its content in one step. */
    public CompletableFuture<Stat> putContent(MetroonPath path, byte[] content) {
        return verbs.stated(new Operation.PutContent(path, Octets.of(content), Attributes.NONE, Precondition.NONE))
                .on(executor);
    }

    /** {@link #putContent(MetroonPath, byte[])} of a path in text. */
    public CompletableFuture<Stat> putContent(String path, byte[] content) {
        return putContent(MetroonPath.of(path), content);
    }

    /**
     * Creates a file with the content that a source gives, of any size, or replaces all of its content in one step: sent as
     * fast as it is taken, never as a whole in memory.
     */
    public CompletableFuture<Stat> putContent(MetroonPath path, ContentSource source) {
        return verbs.putContent(path, source, executor).on(executor);
    }

    Pending<Stat> putContent(MetroonPath path, ContentSource source, Verbs writing) {
        return writing.putContent(path, source, executor);
    }

    /**
     * Writes a file's content, of any size, to a stream, on the executor; completes with the number of octets. If it fails,
     * a part may have been written. ENODATA when only the size is known.
     */
    public CompletableFuture<Long> getContent(MetroonPath path, OutputStream out) {
        return verbs.getContent(path, out, executor).on(executor);
    }

    Pending<Long> getContent(MetroonPath path, OutputStream out, Verbs reading) {
        return reading.getContent(path, out, executor);
    }

    /** A file's content; ENODATA when only its size is known. */
    public CompletableFuture<byte[]> getContent(MetroonPath path) {
        return verbs.getContent(path).on(executor);
    }

    /** {@link #getContent(MetroonPath)} of a path in text. */
    public CompletableFuture<byte[]> getContent(String path) {
        return getContent(MetroonPath.of(path));
    }

    /** Does one operation with all its options. */
    public CompletableFuture<Outcome.Done> execute(Operation operation) {
        return verbs.execute(operation).on(executor);
    }

    /**
     * Does up to 1,000 operations in order with one request, each of which succeeds or fails for itself. The future fails
     * only when none was tried; what became of each is in its {@link Outcome}.
     */
    public CompletableFuture<List<Outcome>> batch(List<? extends Operation> operations) {
        return verbs.batch(List.copyOf(operations)).on(executor);
    }

    /** The cluster as the answering node sees it. */
    public CompletableFuture<Cluster> cluster() {
        return verbs.cluster().on(executor);
    }

    /**
     * Changes the cluster itself. Tried again only while it is certain that nothing happened; when that is not known, fails
     * with {@link OutcomeUnknownException}, and {@link #cluster()} shows what became of it.
     */
    public CompletableFuture<ClusterChange.Done> change(ClusterChange change) {
        return verbs.change(change).on(executor);
    }

    /**
     * Takes a backup of the whole namespace, with the content of its files, while it is in use; {@code out} is written to on
     * the executor.
     */
    public CompletableFuture<Backup> backup(OutputStream out) {
        return backup(out, true);
    }

    /**
     * As {@link #backup(OutputStream)}.
     *
     * @param withContent false for a backup that only refers to the content of large files: they can't be read where it is
     *     restored, unless their chunks are brought there
     */
    public CompletableFuture<Backup> backup(OutputStream out, boolean withContent) {
        return backup(out, withContent, verbs).on(executor);
    }

    Pending<Backup> backup(OutputStream out, boolean withContent, Verbs reading) {
        return reading.backup(out, withContent, executor);
    }

    /** Takes no further calls, waits at most 5 s for those under way, and ends the connections. Idempotent. */
    @Override
    public void close() {
        underway.close(CLOSING_PATIENCE);
        transport.close();
    }

    /** Sets a client up. Not thread-safe. */
    public static final class Builder {
        private List<URI> endpoints = List.of(URI.create("http://127.0.0.1:8420"));
        private Duration timeout = Duration.ofSeconds(10);
        private Duration attemptTimeout = Duration.ofSeconds(3);
        private Executor executor = ForkJoinPool.commonPool();
        private ReadMode readMode = ReadMode.LINEARIZABLE;
        private Routing routing = Routing.LEADER;
        private boolean discovery = true;
        private int batchedRequestsMax = 4;
        private int connectionsMax = 64;

        private Builder() {}

        /**
         * Nodes to begin with; the default is {@code http://127.0.0.1:8420}. Each may hold several, comma-separated; a
         * missing {@code http://} is added.
         *
         * @throws IllegalArgumentException when one is not an HTTP URL with a host, or none is given
         */
        public Builder endpoints(String... urls) {
            List<URI> parsed = new ArrayList<>();
            Arrays.stream(urls)
                    .flatMap(list -> Arrays.stream(list.split(",", -1)))
                    .map(String::trim)
                    .filter(url -> !url.isEmpty())
                    .forEach(url -> parsed.add(endpoint(url)));
            if (parsed.isEmpty()) {
                throw new IllegalArgumentException("no endpoint given");
            }
            endpoints = parsed;
            return this;
        }

        private static URI endpoint(String url) {
            URI uri = URI.create(url.contains("://") ? url : "http://" + url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            if (!http || uri.getHost() == null || !bare) {
                throw new IllegalArgumentException("not an endpoint such as http://127.0.0.1:8420: " + url);
            }
            return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
        }

        /** How long a call may take in all, retries included; 10 s by default. */
        public Builder timeout(Duration whole) {
            timeout = positive(whole);
            return this;
        }

        /** How long one node may take before another is tried; 3 s by default. */
        public Builder attemptTimeout(Duration one) {
            attemptTimeout = positive(one);
            return this;
        }

        private static Duration positive(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("a timeout must be positive: " + duration);
            }
            return duration;
        }

        /** Where futures complete; the common pool by default. Not shut down by {@link #close}. */
        public Builder executor(Executor completions) {
            executor = completions;
            return this;
        }

        /** How fresh reads are; linearizable by default. {@link #reading} chooses for single calls. */
        public Builder readMode(ReadMode mode) {
            readMode = mode;
            return this;
        }

        /** Which node calls go to; the leader by default. */
        public Builder routing(Routing rule) {
            routing = rule;
            return this;
        }

        /** Whether to learn other nodes and the leader from the cluster; it does by default. */
        public Builder discovery(boolean enabled) {
            discovery = enabled;
            return this;
        }

        /**
         * How many requests with changes, and how many with linearizable reads of attributes, are under way before
         * further ones wait and share a request; 4 by default, 0 gives each call a request of its own.
         */
        public Builder batchedRequestsMax(int requests) {
            batchedRequestsMax = requests;
            return this;
        }

        /** Connections to one node, 64 by default; at most 10,000 further requests wait for one. */
        public Builder connectionsMax(int connections) {
            connectionsMax = connections;
            return this;
        }

        /** A client, without asking any node yet. */
        public MetroonClient build() {
            Transport transport = new VertxTransport(connectionsMax);
            Endpoints targets = new Endpoints(endpoints, routing);
            Discovery learning = new Discovery(transport, targets, System::nanoTime, discovery);
            Sender sender = new Sender(transport, targets, learning, attemptTimeout, System::nanoTime);
            Calls calls = new Calls(sender, Map.of("Prefer", "wait=" + patienceSeconds()));
            Underway underway = new Underway();
            Verbs.Lanes lanes = new Verbs.Lanes(lane(calls), lane(calls));
            Verbs verbs = new Verbs(sender, calls, lanes, timeout, System::nanoTime, underway, readMode);
            return new MetroonClient(transport, underway, executor, verbs);
        }

        /** The server gives up before we do, so that its answer says what it knows. */
        private long patienceSeconds() {
            long attempt = Math.min(timeout.toSeconds(), attemptTimeout.toSeconds());
            return Math.max(1, attempt - 1);
        }

        private Optional<BatchLane> lane(Calls calls) {
            return batchedRequestsMax > 0
                    ? Optional.of(new BatchLane(calls, batchedRequestsMax, System::nanoTime))
                    : Optional.empty();
        }
    }
}
