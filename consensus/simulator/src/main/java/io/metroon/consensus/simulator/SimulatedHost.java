package io.metroon.consensus.simulator;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Lease;
import io.metroon.consensus.SteadyTime;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.simulator.Workload.Query;
import io.metroon.consensus.simulator.check.Invariant;
import io.metroon.consensus.simulator.check.LeaseRules;
import io.metroon.consensus.simulator.check.Violation;
import io.metroon.consensus.simulator.disk.DiskFaults;
import io.metroon.consensus.simulator.disk.SimulatedDisk;
import io.metroon.replica.CoreFactory;
import io.metroon.replica.Observer;
import io.metroon.replica.PeerNetwork;
import io.metroon.replica.ReadLevel;
import io.metroon.replica.ReadPosition;
import io.metroon.replica.Replica;
import io.metroon.replica.StateMachine;
import io.metroon.replica.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One machine: a disk, clocks, and the process that runs on it, if one does. */
final class SimulatedHost<R, M extends StateMachine<R>> {
    private final World<R, M> world;
    private final EventQueue events;
    private final Chance chance;
    private final int node;
    private SimulatedDisk disk;
    private @Nullable StoreId store;
    private final double clockRate;
    private long wallOffsetMillis;
    private long suspendedNanos;
    private boolean staysDown;
    private boolean retired;
    private @Nullable SimulatedProcess process;
    private @Nullable Replica<R> replica;
    private @Nullable M machine;
    private PeerNetwork.@Nullable Receiver receiver;
    private @Nullable CoreView view;
    private @Nullable SimulatedClock clock;

    SimulatedHost(World<R, M> world, int node, Chance chance) {
        this.world = world;
        this.events = world.events();
        this.chance = chance;
        this.node = node;
        Swarm swarm = world.swarm();
        this.clockRate =
                swarm.faultFree() ? 1 : 0.98 + 0.04 * chance.generator().nextDouble();
        this.disk = newDisk();
    }

    private SimulatedDisk newDisk() {
        Swarm swarm = world.swarm();
        DiskFaults faults = new DiskFaults(chance.split().generator());
        faults.syncNanosMean((long) (swarm.syncNanosMean() * (chance.with(0.3) ? Math.sqrt(swarm.slowest()) : 1)));
        faults.onMet(what -> world.coverage().saw(what));
        return new SimulatedDisk(
                swarm.diskBlockBytes(), 1L << 30, chance.split().generator(), faults);
    }

    /** Gets a data directory, which knows this configuration. */
    void format(StoreId newStore, EpochConfig known) {
        store = newStore;
        disk = newDisk();
        Boot.format(world, this, newStore, known);
    }

    /** The disk is replaced by an empty one; the machine stays down until it is formatted and started. */
    void wipe() {
        crash(true, Long.MAX_VALUE / 4);
        store = null;
        retired = false;
        disk = newDisk();
    }

    /** Its data directory, if it has one. */
    @Nullable StoreId store() {
        return store;
    }

    /** Whether its data directory acts in this epoch. */
    boolean isListed(EpochConfig epoch) {
        return store != null && epoch.lists(node, store);
    }

    /** Whether it runs in this epoch, and holds all that came before. */
    boolean isCaughtUpIn(EpochConfig epoch) {
        CoreView now = view;
        return now != null && now.epoch() == epoch.epoch() && now.chosenUpTo() > epoch.startsAfter();
    }

    /** Whether it runs and says that nobody needs it. */
    boolean isReleased() {
        CoreView now = view;
        return now != null && now.standing() == CoreView.Standing.RELEASED;
    }

    /** The replica, if it runs. */
    @Nullable Replica<R> replica() {
        SimulatedProcess at = process;
        return at == null || at.isStopped() || at.isPaused() ? null : replica;
    }

    int node() {
        return node;
    }

    SimulatedDisk disk() {
        return disk;
    }

    double clockRate() {
        return clockRate;
    }

    long wallOffsetMillis() {
        return wallOffsetMillis;
    }

    long suspendedNanos() {
        return suspendedNanos;
    }

    // ---- life and death ----

    void start() {
        if (process == null && !staysDown && !retired && store != null) {
            SimulatedProcess started = new SimulatedProcess(this, events, chance.split(), world.hiccups());
            process = started;
            disk.powerOn();
            world.timeline().note(node, "starts");
            started.loop().execute(() -> boot(started));
        }
    }

    private void boot(SimulatedProcess started) {
        M fresh = world.machines().create();
        machine = fresh;
        try {
            replica = Boot.open(world, this, started, fresh);
        } catch (IOException refused) {
            onStop("cannot start: " + refused.getMessage(), refused);
        }
    }

    /** What the observer and the core factory of a process tell. */
    Observer observer() {
        return new Observer() {
            @Override
            public void onSent(Effect.Send send) {
                world.guard(() -> world.checker().sent(node, send));
            }

            @Override
            public void onSynced(long lsn, int records, long nanos) {
                world.meter().synced();
                world.guard(() -> world.checker().durable(node, lsn));
                if (disk.faults().hasRoomAgain()) {
                    world.coverage().saw("wrote on after there had been no room");
                }
            }

            @Override
            public void onFetchMoved(long slot, int from, int to) {
                world.coverage().saw("snapshot source switched midway");
                world.timeline().note(node, "goes on fetching from", to, "what it began to fetch from", from);
            }

            @Override
            public void onSnapshot(long slot) {
                world.coverage().saw("snapshot made");
                world.timeline().note(node, "has a snapshot at", slot);
            }
        };
    }

    CoreFactory coreFactory() {
        CoreFactory honest = world.options().sabotage().core(CoreFactory.ENGINES);
        return (self, own, epoch, settings, random, recovered) -> {
            world.timeline().note(node, "recovers", Boot.describe(recovered));
            world.guard(() -> world.checker().opened(node, epoch, recovered));
            if (epoch.epoch() < world.config().epoch() && recovered.lastLsn() > 1) {
                world.coverage().saw("started in an epoch that was over");
            }
            return new CheckedCore(honest.create(self, own, epoch, settings, random, recovered), node, world);
        };
    }

    Surroundings surroundings(SimulatedProcess of) {
        SimulatedClock own = new SimulatedClock(events, this, of);
        clock = own;
        return new Surroundings(of.loop(), of.log(), of.apply(), of.snapshot(), own, this::onStop);
    }

    void stepped(CoreView now) {
        boolean before = isReleased();
        view = now;
        if (isReleased() && !before) {
            SimulatedProcess at = process;
            events.after(chance.exponential(100_000), () -> {
                if (at == process) {
                    world.operator().released(this);
                }
            });
        }
    }

    /** The process says that it can't go on. */
    void onStop(String reason, Throwable cause) {
        SimulatedProcess stopping = process;
        if (stopping == null || stopping.isStopped()) {
            return;
        }
        stopping.markStopped();
        world.timeline().note(node, "stops:", reason, cause);
        boolean entitled = disk.faults().taken() > 0 || world.checker().isDamaged(node);
        world.guard(() -> {
            if (!entitled) {
                throw new Violation(Invariant.STOPPED_IS_SILENT, "node " + node + " stopped without cause: " + reason);
            }
        });
        world.coverage().saw("node stopped with cause");
        if (Boot.isFinal(cause)) {
            retired = true;
            world.coverage().saw("store refused for damage");
        }
        events.after(0, () -> {
            if (process == stopping) {
                crash(false, chance.exponential(100_000_000));
            }
        });
    }

    void requireNotStopped(SimulatedProcess of) {
        if (of.isStopped()) {
            world.guard(() -> {
                throw new Violation(Invariant.STOPPED_IS_SILENT, "node " + node + " sends after it stopped");
            });
        }
    }

    void afterTask(SimulatedProcess of) {
        if (of == process && !disk.isPowered()) {
            world.coverage().saw("power cut inside a disk operation");
            crash(true, chance.exponential(50_000_000));
        }
    }

    /** The process is asked to end in order, and starts again later. */
    @SuppressWarnings("FutureReturnValueIgnored") // What comes when it is closed is all there is to do.
    void close(long restartAfterNanos) {
        SimulatedProcess closing = process;
        Replica<R> running = replica();
        if (closing != null && running != null) {
            world.timeline().note(node, "is told to close");
            closing.whenRunning(() -> running.shutdown()
                    .whenComplete((done, failure) -> events.after(0, () -> {
                        if (process == closing) {
                            world.coverage().saw("node closed in order");
                            crash(false, restartAfterNanos);
                        }
                    })));
        }
    }

    /** The process ends here and now: with the power, or killed, when the system still has all that was written. */
    void crash(boolean powerLost, long restartAfterNanos) {
        SimulatedProcess dying = process;
        if (dying == null) {
            return;
        }
        world.coverage().saw(powerLost ? "power lost" : "process killed");
        world.timeline().note(node, powerLost ? "loses power" : "is killed");
        dying.die();
        process = null;
        replica = null;
        receiver = null;
        view = null;
        disk.crash(powerLost);
        events.after(restartAfterNanos, this::start);
        world.peersOf(node).forEach(peer -> peer.noticeDown(node));
    }

    private void noticeDown(int peer) {
        SimulatedProcess at = process;
        if (at != null && (world.swarm().faultFree() || chance.with(0.7))) {
            events.after(
                    chance.exponential(1_000_000),
                    () -> at.whenRunning(() -> {
                        PeerNetwork.Receiver listening = receiver;
                        if (listening != null) {
                            listening.onPeerDown(peer);
                        }
                    }));
        }
    }

    void pause(long nanos, boolean suspended) {
        SimulatedProcess paused = process;
        if (paused != null && !paused.isPaused()) {
            paused.pause();
            events.after(nanos, () -> {
                suspendedNanos += suspended ? nanos : 0;
                paused.resume();
                if (paused == process && holdsLease()) {
                    // Before it hears anything of what went on meanwhile.
                    world.guard(() -> LeaseRules.checkAlone(node, world.leaseHoldersBut(node)));
                }
            });
        }
    }

    void jumpClock(long millis) {
        wallOffsetMillis += millis;
    }

    /** Never again in this run. */
    void stayDown() {
        staysDown = true;
        crash(true, 0);
    }

    /** From now on all is well here. */
    void recover() {
        disk.faults().heal();
        if (process != null && process.isPaused()) {
            process.resume();
        }
        start();
    }

    // ---- frames and requests ----

    void listen(SimulatedProcess of, PeerNetwork.Receiver listening) {
        if (of == process) {
            receiver = listening;
        }
    }

    void deliver(int from, byte[] frame) {
        SimulatedProcess at = process;
        if (at != null) {
            at.whenRunning(() -> {
                PeerNetwork.Receiver listening = receiver;
                if (listening != null) {
                    listening.onFrame(frame);
                }
            });
        }
    }

    /** Serves one attempt of a client; the answer may never come. */
    void serve(byte @Nullable [] command, @Nullable Query<M> query, ReadLevel level, Consumer<Reply> answer) {
        SimulatedProcess at = process;
        if (at == null || !at.isAlive()) {
            answer.accept(Reply.FAILED);
            return;
        }
        at.whenRunning(() -> {
            Replica<R> serving = replica;
            if (serving == null || at.isStopped()) {
                answer.accept(Reply.FAILED);
            } else if (command != null) {
                propose(serving, command, answer);
            } else if (query != null) {
                read(serving, at, query, level, answer);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback deals with success and failure alike.
    private void propose(Replica<R> serving, byte[] command, Consumer<Reply> answer) {
        serving.propose(command, patience()).whenComplete((committed, failure) -> {
            if (committed == null) {
                world.coverage().saw("proposal failed: " + Boot.kindOf(failure));
                answer.accept(Reply.FAILED);
            } else {
                answer.accept(new Reply(committed.slot(), committed.reply()));
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback deals with success and failure alike.
    private void read(
            Replica<R> serving, SimulatedProcess at, Query<M> query, ReadLevel level, Consumer<Reply> answer) {
        String name = level.getClass().getSimpleName();
        serving.position(level, patience()).whenComplete((position, failure) -> {
            if (position == null) {
                world.coverage().saw("read " + name + " failed: " + Boot.kindOf(failure));
                answer.accept(Reply.FAILED);
            } else {
                at.apply().execute(() -> evaluate(position, at, query, level, answer));
            }
        });
    }

    private void evaluate(
            ReadPosition position, SimulatedProcess at, Query<M> query, ReadLevel level, Consumer<Reply> answer) {
        M state = machine;
        if (state != null) {
            long slot = state.appliedSlot();
            world.guard(() -> {
                if (slot < position.slot()) {
                    throw new Violation(
                            Invariant.READS_LINEARIZABLE,
                            "node " + node + " allowed a read at " + position.slot() + " and stands at " + slot);
                }
            });
            Reply reply = new Reply(slot, query.evaluate(state), asOf(level));
            // Some time passes before it looks again.
            at.apply().execute(() -> answerIfStillHolds(position, reply, level, answer));
        }
    }

    private void answerIfStillHolds(ReadPosition position, Reply reply, ReadLevel level, Consumer<Reply> answer) {
        String name = level.getClass().getSimpleName();
        if (position.stillHolds()) {
            world.coverage().saw("read " + name);
            if (level instanceof ReadLevel.Lease && holdsLease()) {
                world.guard(() -> LeaseRules.checkAlone(node, world.leaseHoldersBut(node)));
            }
            answer.accept(reply);
        } else {
            world.coverage().saw("read " + name + " thrown away");
            answer.accept(Reply.FAILED);
        }
    }

    /** The true time that a bound on this node's clock reaches back to; clocks in milliseconds may miss one of them. */
    private long asOf(ReadLevel level) {
        return level instanceof ReadLevel.Bounded bounded
                ? events.now() - (long) (bounded.staleness().toNanos() / clockRate) - 1_000_000
                : 0;
    }

    /** Whether a lease of this node holds right now, by its own clocks. */
    boolean isWithin(Lease lease) {
        SimulatedClock own = clock;
        return own != null && lease.holdsAt(SteadyTime.of(own.monotonicNanos(), own.wallClockMillis()));
    }

    /** Whether its shell would say right now that it may answer reads by itself. */
    boolean holdsLease() {
        Replica<R> running = replica();
        return running != null && running.holdsLease();
    }

    private Duration patience() {
        return Duration.ofNanos(world.patienceNanos());
    }

    /** A seed for what the next process draws. */
    long drawSeed() {
        return chance.between(Long.MIN_VALUE, Long.MAX_VALUE - 1);
    }

    // ---- how it stands ----

    /** How its core stood after its newest step; empty while it is down. */
    Optional<CoreView> view() {
        return Optional.ofNullable(view);
    }

    boolean leads() {
        CoreView now = view;
        return now != null && now.role() == CoreView.Role.LEADING;
    }

    long chosenUpTo() {
        CoreView now = view;
        return now == null ? 0 : now.chosenUpTo();
    }

    boolean canServe() {
        CoreView now = view;
        return now != null && now.canServe();
    }

    Ballot promised() {
        CoreView now = view;
        return now == null ? Ballot.NONE : now.promised();
    }

    /** Whether its disk lost what can't be replaced: it must not run under this identity again. */
    boolean isRetired() {
        return retired;
    }

    boolean isDamaged() {
        return world.checker().isDamaged(node);
    }

    boolean isMeantToRun() {
        return !staysDown && !retired && store != null;
    }

    boolean hasApplied(long slot) {
        M state = machine;
        return process != null && state != null && state.appliedSlot() == slot;
    }

    @Override
    public String toString() {
        M state = machine;
        return "node " + node + (process == null ? " down" : "") + (retired ? " retired" : "") + " applied "
                + (state == null ? 0 : state.appliedSlot()) + " " + view;
    }
}
