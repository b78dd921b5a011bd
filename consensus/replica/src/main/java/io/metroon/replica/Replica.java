package io.metroon.replica;

import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Input;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.replica.Surroundings.Clock;
import io.metroon.replica.condition.Need;
import io.metroon.replica.condition.StateMark;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.NoSpaceException;
import io.metroon.replica.log.Finding;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.Opened;
import io.metroon.replica.log.StoreRefusedException;
import io.metroon.replica.log.WriteAheadLog;
import io.metroon.replica.snapshot.SnapshotStore;
import io.metroon.replica.transport.BadFrameException;
import io.metroon.replica.transport.Envelope;
import io.metroon.replica.transport.Envelope.Body;
import io.metroon.replica.transport.PeerCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One node's engine with a log under it and a state machine on top: event in, step, then log, send and apply as the core
 * says. Thread-safe from outside; inside, each duty has its lane.
 *
 * <p>Invariants: a send leaves only when the log is durable up to where it rests; entries are applied in slot order, each
 * once; nothing is sent or answered after a failure of the disk.
 *
 * @param <R> a reply of the state machine
 */
public final class Replica<R> {
    private static final String LOG = "log";
    private static final String SNAPSHOTS = "snapshots";
    /** Inputs waiting for the loop, above which frames from peers are dropped: the protocol tolerates loss. */
    private static final int MAILBOX_FRAMES_MAX = 65_536;

    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    private final Meta meta;
    private final MetaFile metaFile;
    private final PeerNetwork network;
    private final Surroundings surroundings;
    private final Observer observer;
    private final ConsensusCore core;
    private final LogWriter log;
    private final SendGate gate;
    private final Applier<R> applier;
    private final Proposals<R> proposals;
    private final ReadPositions reads;
    private final Recency recency;
    private final Snapshots<R> snapshots;
    private final List<Finding> findings;
    private final int commandBytesMax;

    private final ConcurrentLinkedQueue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger mailboxSize = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<Effect> effects = new ArrayList<>();
    private final AutoCloseable ticking;
    private final AdminCalls admin;
    private final Standing<R> standing;
    private volatile EpochConfig epoch;
    private EpochConfig previousEpoch;
    private long enteredLsn;
    private long appendedLsn;
    private long durableLsn;
    private volatile long applied;
    private volatile String failed = "";
    private volatile boolean closing;
    private volatile CoreView view;

    private record Parts<R>(
            MetaFile metaFile, Opened opened, SnapshotStore store, Applier<R> applier, Recovered recovered) {}

    /**
     * Recovers a node from its disk and starts it. Blocks the caller while it reads.
     *
     * @param disk formatted before
     * @param machine new and empty, or as a clean close left it
     * @throws IOException naming what is wrong with the directory
     */
    public static <R> Replica<R> open(
            ReplicaConfig config,
            Disk disk,
            PeerNetwork network,
            Surroundings surroundings,
            StateMachine<R> machine,
            Observer observer,
            CoreFactory factory)
            throws IOException {
        MetaFile metaFile = MetaFile.load(disk);
        Meta meta = metaFile.meta();
        ReplicaSettings settings = config.settings();
        Applier<R> applier = new Applier<>(machine, settings, observer, meta.initial());
        SnapshotStore store =
                SnapshotStore.open(disk, SNAPSHOTS, meta.identity().cluster());
        List<Damaged> damaged = loadNewest(store, applier);
        Opened opened = WriteAheadLog.open(disk, LOG, settings.log(), meta, applier.slot());
        requireRepairable(opened, damaged);
        for (Damaged each : damaged) {
            store.setAside(each.snapshot(), each.what());
        }
        long snapshotSlot = applier.slot();
        while (applier.slot() < opened.chosenMark()) {
            applier.apply(opened.chosenFrom(applier.slot() + 1), () -> takeMissed(store, applier));
        }
        Optional<EpochConfig> epochThere = applier.slot() == 0 ? Optional.empty() : Optional.of(applier.epoch());
        Recovered recovered = opened.onTopOf(snapshotSlot, applier.slot(), applier.runningHash(), epochThere);
        return new Replica<>(
                config,
                disk,
                network,
                surroundings,
                observer,
                factory,
                new Parts<>(metaFile, opened, store, applier, recovered));
    }

    /** Writes a snapshot that was due before the node stopped, unless it was written. */
    private static void takeMissed(SnapshotStore store, Applier<?> applier) {
        if (store.at(applier.slot()).isPresent()) {
            return;
        }
        Applier.Content content = applier.freeze();
        try {
            store.write(content.slot(), content.runningHash(), applier.epoch(), content::writeTo);
        } catch (NoSpaceException full) {
            // As when it was due: the log stays longer.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            content.state().close();
        }
    }

    private record Damaged(SnapshotStore.Snapshot snapshot, String what) {}

    /**
     * Loads the newest snapshot that is whole; if there is none, the state machine stays as it is, and what the log lacks
     * comes from a peer.
     *
     * @return those found damaged
     */
    private static List<Damaged> loadNewest(SnapshotStore store, Applier<?> applier) throws IOException {
        List<Damaged> damaged = new ArrayList<>();
        for (SnapshotStore.Snapshot snapshot : store.newestFirst()) {
            try (InputStream content = snapshot.openStream()) {
                applier.check(snapshot.slot(), content);
            } catch (IOException e) {
                damaged.add(new Damaged(snapshot, String.valueOf(e.getMessage())));
                continue;
            }
            try (InputStream content = snapshot.openStream()) {
                applier.load(snapshot.manifest(), content);
            }
            break;
        }
        return damaged;
    }

    /** A node without peers can't wait for what is damaged here: nobody has it. */
    private static void requireRepairable(Opened opened, List<Damaged> damaged) throws IOException {
        if (opened.config().members().size() > 1 || !opened.needsPeers()) {
            return;
        }
        opened.log().close();
        throw new StoreRefusedException(
                StoreRefusedException.Reason.UNREPAIRABLE,
                opened.damage() + ", and this cluster has no other member that could supply them: restore a backup into"
                        + " a new data directory. Damaged snapshots: "
                        + damaged.stream().map(Damaged::what).toList() + ", and in the log: " + opened.findings());
    }

    private Replica(
            ReplicaConfig config,
            Disk disk,
            PeerNetwork network,
            Surroundings surroundings,
            Observer observer,
            CoreFactory factory,
            Parts<R> parts) {
        this.metaFile = parts.metaFile();
        this.meta = metaFile.meta();
        List<EpochConfig> chain = parts.opened().chain();
        this.epoch = parts.opened().config();
        this.previousEpoch = chain.get(Math.max(0, chain.size() - 2));
        this.network = network;
        this.surroundings = surroundings;
        this.observer = observer;
        this.applier = parts.applier();
        this.applied = applier.slot();
        this.findings = Stream.of(parts.store().findings(), parts.opened().findings())
                .flatMap(List::stream)
                .toList();
        this.durableLsn = parts.opened().lastLsn();
        this.appendedLsn = durableLsn;
        this.commandBytesMax = config.settings().log().payloadBytesMax() - 1_024;
        SplittableRandom random = new SplittableRandom(config.seed());
        ReplicaSettings settings = config.settings();
        int self = meta.identity().node();
        core = factory.create(
                self, meta.identity().store(), epoch, settings.consensus(), random.split(), parts.recovered());
        view = core.view();
        gate = new SendGate(durableLsn, this::release);
        log = new LogWriter(
                parts.opened().log(),
                surroundings,
                observer,
                lsn -> post(() -> durable(lsn)),
                failure -> fail("the log can't be written", failure));
        Clock clock = surroundings.clock();
        proposals = new Proposals<>(
                clock, settings, random.nextLong(), (ticket, payload) -> step(new Input.Propose(ticket, payload)));
        reads = new ReadPositions(clock, settings, applied, random.nextLong() >>> 2, () -> epoch.epoch(), this::step);
        recency = new Recency(clock);
        admin = new AdminCalls(
                clock, random.nextLong() >>> 2, (ticket, request) -> step(new Input.AdminAsked(ticket, request)));
        standing = new Standing<>(this, config.settings(), disk, parts.store(), applier, log, surroundings, observer);
        network.reach(epoch, previousEpoch.members());
        snapshots = new Snapshots<>(this, parts.store(), applier, log, surroundings, observer);
        network.listen(new PeerNetwork.Receiver() {
            @Override
            public void onFrame(byte[] frame) {
                if (mailboxSize.get() < MAILBOX_FRAMES_MAX) {
                    post(() -> receive(frame));
                }
            }

            @Override
            public void onPeerDown(int node) {
                post(() -> step(new Input.PeerDown(node)));
            }
        });
        post(() -> step(new Input.Applied(applied)));
        ticking = clock.everyTick(() -> post(this::tick));
    }

    // ---- from outside ----

    /**
     * Gets a command chosen and applied, once, wherever the leader is.
     *
     * @param command for the state machine; not changed afterwards
     * @param patience after which the future fails; what is known then is in the exception
     * @return completes on the loop: hop to your own thread; fails with {@link ReplicaException}
     * @throws IllegalArgumentException when the command is larger than a segment of the log holds
     */
    public CompletableFuture<Committed<R>> propose(byte[] command, Duration patience) {
        return propose(command, Need.GROWS, patience);
    }

    /**
     * The same for a command that says what it does to the space that the state takes.
     *
     * @param need what it does; while disks are low, only what shrinks is admitted
     */
    public CompletableFuture<Committed<R>> propose(byte[] command, Need need, Duration patience) {
        CompletableFuture<Committed<R>> future = new CompletableFuture<>();
        if (refuseIfUnfit(future)) {
            return future;
        }
        if (command.length > commandBytesMax) {
            throw new IllegalArgumentException("a command of " + command.length + " bytes exceeds " + commandBytesMax);
        }
        post(() -> {
            String shortage = standing.shortage(need);
            if (shortage.isEmpty()) {
                proposals.add(command, patience, future);
            } else {
                future.completeExceptionally(new ReplicaException(ReplicaException.Kind.NO_SPACE, shortage));
            }
        });
        return future;
    }

    /**
     * Leave to evaluate a read of a level here. Evaluate it, on any thread, then ask {@link ReadPosition#stillHolds}; if it
     * doesn't, throw the result away and ask again.
     *
     * @param patience after which the future fails; not used by levels that ask nobody
     * @return completes on the loop or at once; fails with {@link ReplicaException}, of a bounded read in particular when this
     *     replica's state may be older, naming how old it may be
     */
    public CompletableFuture<ReadPosition> position(ReadLevel level, Duration patience) {
        if (level instanceof ReadLevel.Lease) {
            return underLease(patience);
        } else if (level instanceof ReadLevel.Quorum) {
            return ask(ReadPositions.Ask.QUORUM, patience).thenApply(this::lasting);
        } else if (level instanceof ReadLevel.Bounded bounded) {
            return boundedBy(bounded.staleness());
        } else if (level instanceof ReadLevel.AtLeast atLeast) {
            return awaitApplied(atLeast.slot(), patience).thenApply(this::lasting);
        } else if (level instanceof ReadLevel.Stale) {
            return asItIs();
        }
        return readIndex(patience).thenApply(this::lasting);
    }

    /** What is read from a state that turns out to be wrong meanwhile must not be given to anybody. */
    private ReadPosition lasting(long slot) {
        return new ReadPosition(slot, () -> !isQuarantined());
    }

    private CompletableFuture<ReadPosition> asItIs() {
        CompletableFuture<ReadPosition> future = new CompletableFuture<>();
        if (!refuseIfUnfit(future)) {
            future.complete(lasting(applied));
        }
        return future;
    }

    private CompletableFuture<ReadPosition> boundedBy(Duration staleness) {
        CompletableFuture<ReadPosition> future = new CompletableFuture<>();
        if (!refuseIfUnfit(future)) {
            try {
                ReadPosition young = recency.bounded(staleness, applied);
                future.complete(new ReadPosition(young.slot(), () -> young.stillHolds() && !isQuarantined()));
            } catch (ReplicaException tooOld) {
                future.completeExceptionally(tooOld);
            }
        }
        return future;
    }

    /** While the lease holds nobody else can have got anything chosen: what this leader knows to be chosen is all there is. */
    private CompletableFuture<ReadPosition> underLease(Duration patience) {
        CompletableFuture<ReadPosition> future = new CompletableFuture<>();
        if (refuseIfUnfit(future)) {
            return future;
        }
        post(() -> {
            CoreView now = core.view();
            long turn = recency.turn();
            CompletableFuture<Long> reached = new CompletableFuture<>();
            boolean leased = now.canServe() && recency.holdsLease();
            passOn(
                    reached.thenApply(slot -> leased
                            ? new ReadPosition(slot, () -> recency.holdsLeaseSince(turn) && !isQuarantined())
                            : lasting(slot)),
                    future);
            if (leased) {
                reads.awaitApplied(now.knownChosenUpTo(), patience, reached);
            } else {
                reads.add(ReadPositions.Ask.LEADER, patience, reached);
            }
        });
        return future;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback deals with success and failure alike.
    private static <T> void passOn(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
            }
        });
    }

    /** Whether this node leads and may answer reads by itself, at this moment of its clocks. */
    public boolean holdsLease() {
        return recency.holdsLease();
    }

    /**
     * Waits until this node's state is at least as new as everything acknowledged, anywhere, before the call: a read evaluated
     * then is linearizable.
     *
     * @return the slot applied; completes on the loop; fails with {@link ReplicaException}
     */
    public CompletableFuture<Long> readIndex(Duration patience) {
        return ask(ReadPositions.Ask.LEADER, patience);
    }

    private CompletableFuture<Long> ask(ReadPositions.Ask whom, Duration patience) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        if (!refuseIfUnfit(future)) {
            post(() -> reads.add(whom, patience, future));
        }
        return future;
    }

    /**
     * Waits until a slot is applied here.
     *
     * @return the slot applied, at least {@code slot}; completes on the loop or at once; fails with {@link ReplicaException}
     */
    public CompletableFuture<Long> awaitApplied(long slot, Duration patience) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        if (refuseIfUnfit(future)) {
            return future;
        }
        if (slot <= applied) {
            future.complete(applied);
        } else {
            post(() -> reads.awaitApplied(slot, patience, future));
        }
        return future;
    }

    /**
     * Ends this epoch, and begins the next one with another configuration. The leader refuses, by name, what could cost the
     * quorum; see {@link AdminOutcome.Verdict}.
     *
     * @param change of the configuration in force at this node; refused if the leader has a newer one
     * @return what came of it, {@link AdminOutcome.Verdict#OUTCOME_UNKNOWN} when patience ran out; completes on the loop; fails
     *     with {@link ReplicaException} only when this node is stopped
     */
    public CompletableFuture<AdminOutcome> reconfigure(MembershipChange change, Duration patience) {
        CompletableFuture<AdminOutcome> future = new CompletableFuture<>();
        if (!refuseIfStopped(future)) {
            post(() -> {
                try {
                    admin.add(new Admin.Reconfigure(change.applyTo(epoch)), patience, future);
                } catch (IllegalArgumentException e) {
                    future.complete(new AdminOutcome(AdminOutcome.Verdict.INVALID, String.valueOf(e.getMessage())));
                }
            });
        }
        return future;
    }

    /**
     * Lets another voter lead. It takes over once it holds everything; writes wait meanwhile, and none is lost.
     *
     * @return as for {@link #reconfigure}
     */
    public CompletableFuture<AdminOutcome> transferLeadership(int node, Duration patience) {
        CompletableFuture<AdminOutcome> future = new CompletableFuture<>();
        if (!refuseIfStopped(future)) {
            post(() -> admin.add(new Admin.Transfer(node), patience, future));
        }
        return future;
    }

    private boolean refuseIfStopped(CompletableFuture<?> future) {
        String why = !failed.isEmpty() ? failed : closing ? "the node is closing" : "";
        if (!why.isEmpty()) {
            future.completeExceptionally(new ReplicaException(ReplicaException.Kind.UNAVAILABLE, why));
        }
        return !why.isEmpty();
    }

    /** Commands and reads need the state; what changes the members, or the leader, doesn't. */
    private boolean refuseIfUnfit(CompletableFuture<?> future) {
        if (refuseIfStopped(future)) {
            return true;
        }
        if (isQuarantined()) {
            future.completeExceptionally(
                    new ReplicaException(ReplicaException.Kind.UNAVAILABLE, standing.quarantined()));
        }
        return isQuarantined();
    }

    /** Whether the state here was found to be wrong: what is read from it must not be given to anybody. */
    public boolean isQuarantined() {
        return !standing.quarantined().isEmpty();
    }

    /**
     * Writes a snapshot of the state as it is now.
     *
     * @return the snapshot, pinned: unpin it when done; completes on the snapshot lane
     */
    public CompletableFuture<SnapshotStore.Snapshot> takeSnapshot() {
        return snapshots.takeNow();
    }

    /**
     * The state machine's part of a snapshot: what {@link StateMachine.Frozen#writeTo} wrote.
     *
     * @param snapshot the octets of a whole snapshot, from its beginning; read up to that part
     */
    public static InputStream stateIn(InputStream snapshot) throws IOException {
        Applier.readHeader(snapshot);
        return snapshot;
    }

    /** The last slot applied here. */
    public long applied() {
        return applied;
    }

    /** How things stand, a tick ago at most. */
    public ReplicaStatus status() {
        return new ReplicaStatus(
                view,
                epoch,
                applied,
                durableLsn,
                proposals.size(),
                snapshots.newestSlot(),
                snapshots.fetched(),
                standing.room(),
                standing.quarantined(),
                standing.alarms(),
                failed);
    }

    /** The configuration in force. */
    public EpochConfig epoch() {
        return epoch;
    }

    /** Who this node is. */
    public Meta meta() {
        return meta;
    }

    /** What recovery saw. */
    public List<Finding> findings() {
        return findings;
    }

    /** Stops proposing and reading, writes what is queued, closes the log. */
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        closing = true;
        // Not by the mailbox: a replica that failed reads it no more.
        surroundings.loop().execute(() -> {
            failWaiting();
            stopTicking();
            log.close(() -> surroundings.applyLane().execute(() -> closed.complete(null)));
        });
        return closed;
    }

    private void failWaiting() {
        proposals.close();
        reads.close();
        admin.close();
    }

    private void stopTicking() {
        try {
            ticking.close();
        } catch (Exception e) {
            throw new IllegalStateException("the clock can't be stopped", e);
        }
    }

    // ---- the loop ----

    /** Runs the task on the loop. */
    void post(Runnable task) {
        mailbox.add(task);
        mailboxSize.incrementAndGet();
        if (scheduled.compareAndSet(false, true)) {
            surroundings.loop().execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        if (!failed.isEmpty()) {
            mailbox.clear();
            return;
        }
        for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
            mailboxSize.decrementAndGet();
            task.run();
        }
        reads.flush();
        step(new Input.Flush());
        view = core.view();
        log.flush(view.chosenUpTo());
    }

    private void tick() {
        Clock clock = surroundings.clock();
        step(new Input.Tick(clock.wallClockMillis(), clock.monotonicNanos()));
        proposals.tick();
        reads.tick();
        admin.tick();
        log.tick();
        snapshots.tick();
        standing.tick(core.view());
    }

    private void durable(long lsn) {
        durableLsn = lsn;
        gate.durable(lsn);
        step(new Input.Durable(lsn));
        if (enteredLsn != 0 && lsn >= enteredLsn) {
            enteredLsn = 0;
            rememberEpoch();
        }
    }

    /** The log is the truth; the meta file follows it. */
    private void rememberEpoch() {
        EpochConfig entered = epoch;
        surroundings.logLane().execute(() -> {
            try {
                metaFile.write(metaFile.meta().with(entered, entered.firstBallot()));
            } catch (NoSpaceException e) {
                observer.onMetaDelayed(entered.epoch());
            } catch (IOException e) {
                fail("the meta file can't be written", e);
            }
        });
    }

    /** One step of the core, and its effects in order. */
    void step(Input input) {
        int from = effects.size();
        core.step(input, effects::add);
        List<Effect> mine = List.copyOf(effects.subList(from, effects.size()));
        effects.subList(from, effects.size()).clear();
        if (observer.wantsViews()) {
            observer.onStep(input, mine, core.view());
        } else {
            observer.onStep(input, mine, view);
        }
        mine.forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Append append) {
            appendedLsn = append.lastLsn();
            log.append(append);
        } else if (effect instanceof Effect.Send send) {
            gate.accept(send);
        } else if (effect instanceof Effect.Commit commit) {
            surroundings.applyLane().execute(() -> apply(commit));
        } else if (effect instanceof Effect.ReadReady ready) {
            reads.ready(ready.token(), ready.index());
        } else if (effect instanceof Effect.ReadFailed readFailed) {
            reads.failed(readFailed.token());
        } else if (effect instanceof Effect.LeaseChanged changed) {
            recency.leaseChanged(changed.lease());
        } else if (effect instanceof Effect.FreshnessConfirmed confirmed) {
            recency.confirmed(confirmed.freshness(), applied);
        } else if (effect instanceof Effect.Refused refused) {
            proposals.refused(refused.ticket(), refused.reason());
        } else if (effect instanceof Effect.LeaderChanged changed) {
            leaderChanged(changed.leader());
        } else if (effect instanceof Effect.LoadLog load) {
            log.load(load, entries -> post(() -> step(new Input.LogLoaded(load.ticket(), entries))));
        } else if (effect instanceof Effect.FetchSnapshot fetch) {
            snapshots.fetch(fetch.from(), fetch.slot());
        } else if (effect instanceof Effect.EpochEntered entered) {
            enter(entered.config());
        } else if (effect instanceof Effect.EpochHeardOf heardOf) {
            List<Member> others = new ArrayList<>(previousEpoch.members());
            others.addAll(heardOf.config().members());
            network.reach(epoch, others);
        } else if (effect instanceof Effect.AdminSettled settled) {
            admin.settled(settled.ticket(), settled.outcome());
        } else if (effect instanceof Effect.Fatal fatal) {
            fail(fatal.reason(), new IllegalStateException(fatal.reason()));
        }
    }

    private void enter(EpochConfig entered) {
        previousEpoch = epoch;
        epoch = entered;
        // The record that it was entered is the last one appended before this effect.
        enteredLsn = appendedLsn;
        network.reach(entered, previousEpoch.members());
    }

    private void leaderChanged(int leader) {
        // Before anybody is told that it leads: whoever looks then is to see it.
        view = core.view();
        if (leader != 0) {
            post(() -> {
                proposals.leaderKnown();
                reads.leaderKnown();
            });
        }
    }

    // ---- applying ----

    private void apply(Effect.Commit commit) {
        List<Entry> entries = commit.entries();
        if (!entries.isEmpty()
                && standing.defers(entries.get(entries.size() - 1).slot())) {
            return;
        }
        try {
            List<Applier.Outcome<R>> outcomes = applier.apply(entries, snapshots::take);
            long slot = applier.slot();
            applied = slot;
            List<StateMark> marks = applier.takeMarks();
            post(() -> appliedUpTo(slot, outcomes, marks));
        } catch (RuntimeException e) {
            fail("a command could not be applied", e);
        }
    }

    private void appliedUpTo(long slot, List<Applier.Outcome<R>> outcomes, List<StateMark> marks) {
        standing.passed(marks);
        outcomes.forEach(this::settle);
        reads.applied(slot);
        recency.applied(slot);
        step(new Input.Applied(slot));
    }

    private void settle(Applier.Outcome<R> outcome) {
        SessionCall call = outcome.call();
        if (call.isOpening()) {
            proposals.sessionOpened(call.sequence(), call.lowestPending());
        } else if (outcome.verdict() == SessionTable.Verdict.SESSION_GONE) {
            proposals.sessionGone(call.session());
        } else {
            // The reply of a state that is wrong is no reply.
            R reply = isQuarantined() ? null : outcome.reply();
            proposals.applied(call.session(), call.sequence(), outcome.slot(), reply);
        }
    }

    /** The state machine was built anew, up to what was chosen meanwhile; on the apply lane. */
    void rebuilt() {
        long slot = applier.slot();
        applied = slot;
        List<StateMark> marks = applier.takeMarks();
        post(() -> {
            standing.rebuilt(slot, marks);
            appliedUpTo(slot, List.of(), List.of());
        });
    }

    /** Lets another voter lead, if it will; on the loop. */
    void handOver(int node) {
        admin.add(new Admin.Transfer(node), HAND_OVER, new CompletableFuture<>());
    }

    /** The state machine now stands at a snapshot; on the loop. */
    void installed(long slot, Input.SnapshotInstalled input) {
        applied = Math.max(applied, slot);
        reads.applied(slot);
        recency.applied(slot);
        step(input);
    }

    // ---- peers ----

    private void receive(byte[] frame) {
        Envelope envelope;
        try {
            envelope = PeerCodec.decode(frame);
        } catch (BadFrameException e) {
            observer.onBadFrame(e);
            return;
        }
        var identity = meta.identity();
        if (!envelope.cluster().equals(identity.cluster()) || envelope.to() != identity.node()) {
            return;
        }
        if (envelope.body() instanceof Body.Consensus consensus) {
            step(new Input.Received(envelope.from(), envelope.fromStore(), envelope.epoch(), consensus.message()));
        } else if (envelope.body() instanceof Body.Snapshot snapshot) {
            snapshots.receive(envelope.from(), snapshot.message());
        } else if (envelope.body() instanceof Body.Status status && isMember(envelope)) {
            standing.heard(envelope.from(), status.condition());
        }
    }

    private boolean isMember(Envelope envelope) {
        return epoch.members().stream()
                .anyMatch(member ->
                        member.node() == envelope.from() && member.store().equals(envelope.fromStore()));
    }

    private void release(Effect.Send send) {
        observer.onSent(send);
        var identity = meta.identity();
        if (send.to() == identity.node()) {
            post(() -> step(new Input.Received(send.to(), identity.store(), send.epoch(), send.message())));
        } else {
            send(send.to(), send.epoch(), new Body.Consensus(send.message()));
        }
    }

    /** Sends to a peer; on the loop. */
    void send(int to, Body body) {
        send(to, epoch.epoch(), body);
    }

    private void send(int to, long inEpoch, Body body) {
        if (failed.isEmpty()) {
            var identity = meta.identity();
            Envelope envelope = new Envelope(identity.cluster(), inEpoch, identity.node(), identity.store(), to, body);
            network.send(to, PeerCodec.encode(envelope));
        }
    }

    // ---- failing ----

    /** Stops the node at once; on any lane. Nothing is sent or answered from here on. */
    void fail(String reason, Throwable cause) {
        if (failed.isEmpty()) {
            failed = reason;
            surroundings.onFatal().stop(reason, cause);
            surroundings.loop().execute(this::failWaiting);
        }
    }
}
