package io.metroon.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.metroon.cli.bench.Workload.Kind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of operations in flight for some seconds: when one is answered, the next begins (a closed loop, so a
 * stalled server is not asked more, and percentiles show the stall once for each operation in flight).
 */
public final class LoadGenerator {
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 3;

    private final Workload workload;

    /** Of the operations of a workload. */
    public LoadGenerator(Workload workload) {
        this.workload = workload;
    }

    /**
     * What came of it.
     *
     * @param kind the operation
     * @param inFlight how many at a time
     * @param seconds measured, without the warm-up
     * @param failures operations that failed
     * @param micros latencies in microseconds
     * @param clientMicros processor time of this process for one operation, in microseconds
     */
    public record Result(
            Kind kind, int inFlight, double seconds, long failures, Histogram micros, double clientMicros) {
        /** Operations answered in a second. */
        public double perSecond() {
            return micros.getTotalCount() / seconds;
        }
    }

    /** Warms up, then measures. */
    public Result run(Kind kind, int inFlight, Duration warmUp, Duration measured) throws InterruptedException {
        Run run = new Run(
                kind, inFlight, System.nanoTime() + warmUp.plus(measured).toNanos());
        run.begin();
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        run.reset();
        long start = System.nanoTime();
        long processorStart = processorNanos();
        run.awaitEnd();
        double seconds = (System.nanoTime() - start) / 1e9;
        Histogram micros = run.latencies.getIntervalHistogram();
        double processor = (processorNanos() - processorStart) / 1e3 / Math.max(1, micros.getTotalCount());
        return new Result(kind, inFlight, seconds, run.failures.get(), micros, processor);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** One measurement. */
    private final class Run {
        private final Recorder latencies = new Recorder(MICROS_MAX, DIGITS);
        private final AtomicLong failures = new AtomicLong();
        private final CountDownLatch slots;
        private final Kind kind;
        private final int inFlight;
        private final long endNanos;

        Run(Kind kind, int inFlight, long endNanos) {
            this.kind = kind;
            this.inFlight = inFlight;
            this.endNanos = endNanos;
            this.slots = new CountDownLatch(inFlight);
        }

        void begin() {
            for (int slot = 0; slot < inFlight; slot++) {
                next();
            }
        }

        void reset() {
            latencies.reset();
            failures.set(0);
        }

        void awaitEnd() throws InterruptedException {
            slots.await();
        }

        private void next() {
            long start = System.nanoTime();
            CompletableFuture<?> operation = start >= endNanos ? null : workload.start(kind);
            if (operation == null) {
                slots.countDown();
                return;
            }
            CompletableFuture<?> unused = operation.whenComplete((result, failure) -> {
                record(start, failure);
                next();
            });
        }

        private void record(long start, @Nullable Throwable failure) {
            if (failure == null) {
                long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
                latencies.recordValue(Math.min(micros, MICROS_MAX));
            } else {
                failures.incrementAndGet();
            }
        }
    }
}
