package io.metroon.gateway;

import io.metroon.namespace.Command;
import io.metroon.namespace.CommandCodec;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.Limits;
import io.metroon.namespace.MemoryNamespaceStore;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.ServiceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of the namespace behind one apply thread: a service without replication, which can be told to fail. */
final class InProcessNamespace implements NamespaceService, AutoCloseable {
    private final Namespace namespace = new Namespace(new MemoryNamespaceStore(), Limits.DEFAULT);
    private final ExecutorService applyThread = Executors.newSingleThreadExecutor();
    private final LongSupplier clockMillis;
    private final AtomicReference<ServiceException.@Nullable Kind> outage = new AtomicReference<>();
    private final AtomicReference<@Nullable Duration> patience = new AtomicReference<>();
    private final AtomicReference<@Nullable ReadMode> freshness = new AtomicReference<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger queries = new AtomicInteger();

    InProcessNamespace(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /** From now on every request fails this way; null ends it. */
    void fail(ServiceException.@Nullable Kind kind) {
        outage.set(kind);
    }

    /** The patience that came with the newest request. */
    @Nullable Duration patienceSeen() {
        return patience.get();
    }

    /** The freshness that the newest query asked for. */
    @Nullable ReadMode modeSeen() {
        return freshness.get();
    }

    /** Commands that came so far. */
    int commandsSeen() {
        return commands.get();
    }

    /** Queries that came so far. */
    int queriesSeen() {
        return queries.get();
    }

    /** Occupies the apply thread until the latch is counted down. */
    void stall(CountDownLatch until) {
        applyThread.execute(() -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public CompletionStage<Answer> execute(Command command, @Nullable IdempotencyKey key, Duration wait) {
        commands.incrementAndGet();
        byte[] octets = CommandCodec.encode(command, key);
        return decide(wait, () -> namespace.apply(namespace.revision() + 1, clockMillis.getAsLong(), octets));
    }

    @Override
    public CompletionStage<Answer> query(Query query, ReadMode mode, Duration wait) {
        queries.incrementAndGet();
        freshness.set(mode);
        return decide(wait, () -> {
            if (mode instanceof ReadMode.AtLeast atLeast && atLeast.revision() > namespace.revision()) {
                throw new ServiceException(ServiceException.Kind.UNAVAILABLE, "revision not reached in time");
            }
            return namespace.query(query);
        });
    }

    private CompletionStage<Answer> decide(Duration wait, Supplier<Answer> decision) {
        patience.set(wait);
        ServiceException.Kind kind = outage.get();
        if (kind != null) {
            return CompletableFuture.failedFuture(new ServiceException(kind, "told to fail"));
        }
        return CompletableFuture.supplyAsync(decision, applyThread);
    }

    @Override
    public long revision() {
        return namespace.revision();
    }

    long logClockMillis() {
        return namespace.logClockMillis();
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public Limits limits() {
        return Limits.DEFAULT;
    }

    @Override
    public void close() {
        applyThread.shutdown();
        try {
            if (!applyThread.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the apply thread did not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        namespace.close();
    }
}
