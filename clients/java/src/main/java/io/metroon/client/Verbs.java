package io.metroon.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** What can be asked, as results under way; the public clients differ only in how they wait. Thread-safe. */
final class Verbs {
    private final Sender sender;
    private final Calls calls;
    private final Lanes lanes;
    private final Duration timeout;
    private final LongSupplier nanoClock;
    private final Underway underway;
    private final ReadMode readMode;

    /** The two lanes of automatic batching, where it is wanted. */
    record Lanes(Optional<BatchLane> reads, Optional<BatchLane> changes) {}

    Verbs(
            Sender sender,
            Calls calls,
            Lanes lanes,
            Duration timeout,
            LongSupplier nanoClock,
            Underway underway,
            ReadMode readMode) {
        this.sender = sender;
        this.calls = calls;
        this.lanes = lanes;
        this.timeout = timeout;
        this.nanoClock = nanoClock;
        this.underway = underway;
        this.readMode = readMode;
    }

    Verbs reading(ReadMode mode) {
        return new Verbs(sender, calls, lanes, timeout, nanoClock, underway, mode);
    }

    Pending<Outcome.Done> execute(Operation operation) {
        KeyedOperation keyed = calls.keyed(operation);
        return Pending.of(underway.track(() -> submit(keyed)), keyed.key(), Verbs::done);
    }

    Pending<Stat> stated(Operation operation) {
        return execute(operation).map(Outcome.Done::stat).map(stat -> stat.orElseThrow());
    }

    Pending<Boolean> exists(MetroonPath path) {
        KeyedOperation keyed = calls.keyed(new Operation.GetStat(path, false));
        return Pending.of(underway.track(() -> submit(keyed)), "", Verbs::found);
    }

    private static boolean found(Answer answer) {
        if (answer.isRefusal() && answer.status() != 404) {
            throw answer.refusal();
        }
        return !answer.isRefusal();
    }

    private CompletableFuture<Answer> submit(KeyedOperation keyed) {
        boolean changes = keyed.operation().changes();
        Map<String, String> headers = changes ? Map.of() : readHeaders();
        Optional<BatchLane> lane = changes ? lanes.changes() : lanes.reads();
        return lane.isPresent() && headers.isEmpty()
                ? lane.get().submit(keyed, deadline())
                : calls.alone(keyed, headers, deadline());
    }

    Pending<List<Outcome>> batch(List<Operation> operations) {
        List<KeyedOperation> keyed = operations.stream().map(calls::keyed).toList();
        String key = keyed.stream()
                .map(KeyedOperation::key)
                .filter(k -> !k.isEmpty())
                .findFirst()
                .orElse("");
        CompletableFuture<List<Outcome>> outcomes = underway.track(() -> {
            List<CompletableFuture<Outcome>> each = calls.together(keyed, deadline()).stream()
                    .map(answer -> answer.handle(Verbs::outcome))
                    .toList();
            return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                    .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
        });
        return Pending.of(outcomes, key, all -> all);
    }

    private static Outcome outcome(
            @org.jspecify.annotations.Nullable Answer answer, @org.jspecify.annotations.Nullable Throwable failure) {
        if (answer == null) {
            Throwable cause = Pending.cause(java.util.Objects.requireNonNull(failure));
            return new Outcome.Failed(
                    cause instanceof MetroonException known ? known : new UnavailableException(cause.toString()));
        }
        return answer.isRefusal() ? new Outcome.Failed(answer.refusal()) : done(answer);
    }

    private static Outcome.Done done(Answer answer) {
        boolean stated = answer.orThrow().json().has("inode");
        return new Outcome.Done(
                stated ? Optional.of(StatJson.read(answer.json())) : Optional.empty(),
                answer.status() == 201,
                answer.replayed());
    }

    Pending<Page> list(MetroonPath path, Listing listing) {
        String target = OperationHttp.fs(path) + "?list&limit=" + listing.limit()
                + parameter("cursor", listing.cursor()) + parameter("glob", listing.glob());
        return read(target)
                .map(reply -> StatJson.page(Answer.of(reply).orThrow().json()));
    }

    private static String parameter(String name, @org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : "&" + name + "=" + PercentCode.encode(value);
    }

    Pending<byte[]> getContent(MetroonPath path) {
        return read(OperationHttp.content(path)).map(reply -> {
            Answer.of(reply).orThrow();
            return reply.body();
        });
    }

    Pending<Stat> putContent(MetroonPath path, ContentSource source, Executor reader) {
        String key = calls.newKey();
        return Pending.of(
                underway.track(() -> calls.upload(path, key, timeout, source, reader)),
                key,
                reply -> StatJson.read(Answer.of(reply).orThrow().json()));
    }

    Pending<Long> getContent(MetroonPath path, OutputStream out, Executor writer) {
        Download download = new Download(out, writer);
        String target = OperationHttp.content(path);
        return Pending.of(underway.track(() -> calls.download(target, download, deadline())), "", reply -> {
            Answer.of(reply).orThrow();
            return download.octets();
        });
    }

    Pending<Cluster> cluster() {
        return read("/v1/cluster")
                .map(reply -> ClusterJson.read(Answer.of(reply).orThrow().json()));
    }

    Pending<ClusterChange.Done> change(ClusterChange change) {
        String key = calls.newKey();
        return Pending.of(
                underway.track(() -> calls.change(change, key, deadline())),
                key,
                reply -> ClusterChangeHttp.read(Answer.of(reply)));
    }

    Pending<Backup> backup(OutputStream out, boolean withContent, Executor writer) {
        Download download = new Download(out, writer);
        String target = withContent ? "/v1/backup" : "/v1/backup?content=false";
        return Pending.of(underway.track(() -> calls.download(target, download, deadline())), "", reply -> {
            Answer.of(reply).orThrow();
            return new Backup(reply.revision(), download.octets());
        });
    }

    private Pending<HttpReply> read(String target) {
        return Pending.of(underway.track(() -> calls.read(target, readHeaders(), deadline())), "", reply -> reply);
    }

    /** Linearizable is what a request without the header means. */
    private Map<String, String> readHeaders() {
        return readMode instanceof ReadMode.Linearizable ? Map.of() : Map.of("Metroon-Read", readHeader());
    }

    private String readHeader() {
        if (readMode instanceof ReadMode.Lease) {
            return "lease";
        } else if (readMode instanceof ReadMode.Quorum) {
            return "quorum";
        } else if (readMode instanceof ReadMode.Bounded bounded) {
            return "bounded=" + bounded.staleness().toMillis();
        } else if (readMode instanceof ReadMode.AtLeast atLeast) {
            return "at-least=" + atLeast.revision();
        }
        return readMode instanceof ReadMode.OwnWrites ? "at-least=" + Math.max(0, sender.revisionSeen()) : "stale";
    }

    private long deadline() {
        return nanoClock.getAsLong() + timeout.toNanos();
    }

    /** Writes a download where it belongs, one piece after the other. */
    private static final class Download implements Transport.ByteSink {
        private final OutputStream out;
        private final Executor writer;
        private volatile long octets;

        Download(OutputStream out, Executor writer) {
            this.out = out;
            this.writer = writer;
        }

        long octets() {
            return octets;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one piece at a time, each after the one before
        public CompletableFuture<Void> take(byte[] piece) {
            return CompletableFuture.runAsync(() -> write(piece), writer).thenRun(() -> octets += piece.length);
        }

        private void write(byte[] piece) {
            try {
                out.write(piece);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
