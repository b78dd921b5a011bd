package io.metroon.cli.transfer;

import io.metroon.cli.Terminal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows on standard error that something moves. Thread-safe. */
public interface Progress extends AutoCloseable {
    /** Some more are done. */
    void advance(long entries);

    @Override
    void close();

    /** A bar on a screen, a line every five seconds elsewhere, nothing when {@code quiet}. */
    static Progress on(Terminal terminal, String task, boolean quiet) {
        if (quiet) {
            return new Silent();
        }
        return terminal.errIsScreen() ? new Bar(terminal, task) : new Lines(terminal, task);
    }

    /** {@link #on} when quiet. */
    record Silent() implements Progress {
        @Override
        public void advance(long entries) {}

        @Override
        public void close() {}
    }

    /** {@link #on} a screen. */
    final class Bar implements Progress {
        private static final int COLUMNS = 100;

        private final ProgressBar bar;

        Bar(Terminal terminal, String task) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(-1) // the size of a tree is known when it has been walked
                    .setUnit(" entries", 1)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), COLUMNS))
                    .build();
        }

        @Override
        public void advance(long entries) {
            bar.stepBy(entries);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** {@link #on} something else. */
    final class Lines implements Progress {
        private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

        private final Terminal terminal;
        private final String task;
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong nextNanos = new AtomicLong(System.nanoTime() + EVERY_NANOS);

        Lines(Terminal terminal, String task) {
            this.terminal = terminal;
            this.task = task;
        }

        @Override
        public void advance(long entries) {
            long sum = done.addAndGet(entries);
            long next = nextNanos.get();
            long now = System.nanoTime();
            if (now - next >= 0 && nextNanos.compareAndSet(next, now + EVERY_NANOS)) {
                terminal.err().println(String.format(Locale.ROOT, "%s: %,d entries", task, sum));
            }
        }

        @Override
        public void close() {}
    }
}
