package io.metroon.node;

import io.metroon.content.ContentStore;
import io.metroon.content.ContentStore.Scrub;
import io.metroon.content.ContentStore.Sweep;
import io.metroon.node.config.ContentSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tends the content store on two threads of its own: one compares what is kept with what is held, once each interval and at
 * the start; the other reads chunks back at a bounded rate, over and over. Thread-safe.
 */
final class ContentKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentKeeper.class);
    private static final int OCTETS = 256;
    private static final long SOON_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final ContentStore store;
    private final Standing holdings;
    private final ContentHolders holders;
    private final ContentSettings settings;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong collected = new AtomicLong();
    private final AtomicLong fetched = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();
    private volatile Sweep lastSweep = Sweep.NONE;
    private volatile Scrub lastScrub = Scrub.NONE;
    private volatile @Nullable Compared compared;
    private volatile long missing;

    /** What the namespace holds, and how this node stands to it. */
    interface Standing extends ContentStore.Holdings {
        /** The newest revision applied here. */
        long revision();

        /** Whether this node is a member that has caught up, and its state is to be trusted. */
        boolean isSettled();
    }

    /**
     * A comparison of what is held with what is here.
     *
     * @param revision at which it began
     * @param lacking chunks held and not here when it ended
     */
    record Compared(long revision, long lacking) {}

    ContentKeeper(int node, ContentStore store, Standing holdings, ContentHolders holders, ContentSettings settings) {
        this.store = store;
        this.holdings = holdings;
        this.holders = holders;
        this.settings = settings;
        threads.add(start("metroon-" + node + "-sweep", this::sweep));
        if (settings.scrubBytesPerSecond() > 0) {
            threads.add(start("metroon-" + node + "-scrub", this::scrub));
        }
    }

    private interface Duty {
        void run() throws InterruptedException;
    }

    private static Thread start(String name, Duty duty) {
        Thread thread = new Thread(
                () -> {
                    try {
                        duty.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void sweep() throws InterruptedException {
        do {
            try {
                sweepOnce();
                look();
            } catch (IOException | RuntimeException e) {
                if (closing.getCount() > 0) {
                    LOG.warn("a sweep of the content store was cut short, and is begun anew later", e);
                }
            }
        } while (!closing.await(pauseMillis(), TimeUnit.MILLISECONDS));
    }

    // Who has just come is waited for, and so is who lacks something.
    private long pauseMillis() {
        boolean soon = compared == null || lastSweep.lacking() > 0;
        return soon ? Math.min(SOON_MILLIS, settings.sweepMillis()) : settings.sweepMillis();
    }

    private void look() throws InterruptedException {
        if (holdings.leads()) {
            holders.look();
        } else {
            holders.lookAway();
        }
    }

    private void sweepOnce() throws IOException {
        boolean settled = holdings.isSettled();
        long revision = holdings.revision();
        Sweep round = Sweep.NONE;
        for (int octet = 0; octet < OCTETS && closing.getCount() > 0; octet++) {
            round = round.plus(store.sweep(octet, holdings));
        }
        // What was cut short has not seen everything.
        compared = settled && closing.getCount() > 0 ? new Compared(revision, round.lacking()) : null;
        collected.addAndGet(round.deleted());
        fetched.addAndGet(round.fetched());
        lost(Math.min(round.missing(), lastSweep.missing()));
        if (round.deleted() + round.fetched() > 0) {
            LOG.info(
                    "deleted {} chunks that no file has, fetched {} from other nodes",
                    round.deleted(),
                    round.fetched());
        }
        lastSweep = round;
    }

    // Once is no sign: another node may have applied a deletion that this one has not.
    private void lost(long inTwoSweeps) {
        if (inTwoSweeps > missing) {
            LOG.error("{} chunks that files consist of are on no node; reading those files names them", inTwoSweeps);
        }
        missing = inTwoSweeps;
    }

    private void scrub() throws InterruptedException {
        while (!closing.await(settings.sweepMillis(), TimeUnit.MILLISECONDS)) {
            try {
                scrubOnce();
            } catch (IOException | RuntimeException e) {
                LOG.warn("a scrub of the content store was cut short, and is begun anew later", e);
            }
        }
    }

    private void scrubOnce() throws IOException {
        Scrub round = Scrub.NONE;
        for (int octet = 0; octet < OCTETS && closing.getCount() > 0; octet++) {
            round = round.plus(store.scrub(octet, holdings, this::pace));
        }
        repaired.addAndGet(round.repaired());
        if (round.repaired() + round.damaged() > 0) {
            LOG.error(
                    "of the chunks read back {} were damaged and are repaired, {} are damaged still",
                    round.repaired(),
                    round.damaged());
        }
        lastScrub = round;
    }

    private void pace(int octets) throws InterruptedException {
        long nanos = TimeUnit.SECONDS.toNanos(1) * octets / settings.scrubBytesPerSecond();
        if (closing.await(nanos, TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the node closes");
        }
    }

    /** What an operator should know, a sentence each. */
    List<String> alarms() {
        List<String> alarms = new ArrayList<>(holders.alarms());
        if (missing > 0) {
            alarms.add(missing + " chunks that files consist of are on no node");
        }
        if (lastScrub.damaged() > 0) {
            alarms.add(lastScrub.damaged() + " chunks on this node are damaged and could not be repaired");
        }
        return alarms;
    }

    /** Chunks deleted since the start, since no file had them. */
    long collected() {
        return collected.get();
    }

    /** Chunks fetched from other nodes since the start. */
    long fetched() {
        return fetched.get();
    }

    /** Damaged chunks repaired since the start. */
    long repaired() {
        return repaired.get();
    }

    /** What the last comparison found; nothing before the first one of a member that has caught up. */
    Optional<Compared> compared() {
        return Optional.ofNullable(compared);
    }

    /** Chunks that files consist of and that two sweeps in a row found on no node. */
    long missing() {
        return missing;
    }

    /** What the last whole sweep found. */
    Sweep lastSweep() {
        return lastSweep;
    }

    /** What the last whole scrub found. */
    Scrub lastScrub() {
        return lastScrub;
    }

    /** Ends what runs, for a few seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
