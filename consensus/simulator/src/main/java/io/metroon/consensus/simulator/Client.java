package io.metroon.consensus.simulator;

import io.metroon.consensus.simulator.Workload.Query;
import io.metroon.replica.ReadLevel;
import io.metroon.replica.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps a few operations in flight, asks any node, and repeats a command of unknown outcome, at this node or
 * another, until it knows.
 */
final class Client<R, M extends StateMachine<R>> {
    private final World<R, M> world;
    private final EventQueue events;
    private final Chance chance;
    private final Chance levels;
    private final Swarm swarm;
    private final Workload<M> workload;
    private int inFlight;
    private int favourite;
    private boolean roams = true;
    private long seen;
    private boolean leaving;

    Client(World<R, M> world, Chance chance, Chance levels, Workload<M> workload) {
        this.world = world;
        this.events = world.events();
        this.chance = chance;
        this.levels = levels;
        this.swarm = world.swarm();
        this.workload = workload;
        this.favourite = chance.between(1, swarm.nodes());
    }

    /** One operation, from the first attempt to the answer. */
    final class Operation {
        final byte @Nullable [] command;
        final @Nullable Query<M> query;
        final ReadLevel level;
        final long invokedAtFloor;
        final long begunNanos = events.now();
        int attempt;
        boolean finished;

        Operation(byte @Nullable [] command, @Nullable Query<M> query, ReadLevel level) {
            this.command = command;
            this.query = query;
            this.level = level;
            this.invokedAtFloor = world.witness().floor();
        }

        boolean isCommand() {
            return command != null;
        }
    }

    void start() {
        for (int i = 0; i < swarm.pipeline(); i++) {
            think();
        }
    }

    /** Asks this node only, from now on. */
    void stayAt(int node) {
        favourite = node;
        roams = false;
    }

    /** Begins nothing new. */
    void leave() {
        leaving = true;
    }

    int inFlight() {
        return inFlight;
    }

    boolean isIdle() {
        return inFlight == 0;
    }

    private void think() {
        if (!leaving) {
            double mean = swarm.thinkNanosMean();
            if (swarm.bursts()) {
                mean *= chance.with(0.9) ? 0.02 : 9;
            }
            events.after(chance.exponential(mean), this::begin);
        }
    }

    private void begin() {
        if (!leaving) {
            inFlight++;
            boolean read = chance.with(swarm.reads());
            attempt(
                    read
                            ? new Operation(
                                    null, workload.nextQuery(), world.readMix().next(levels, seen))
                            : new Operation(workload.nextCommand(), null, ReadLevel.DEFAULT));
        }
    }

    private void attempt(Operation operation) {
        int attempt = ++operation.attempt;
        if (roams && (attempt > 1 || chance.with(0.05))) {
            favourite = chance.between(1, world.size());
        }
        SimulatedHost<R, M> host = world.host(favourite);
        events.after(
                hop(),
                () -> host.serve(
                        operation.command, operation.query, operation.level, reply -> travelBack(operation, reply)));
        // The node forgets a request when it crashes, so the client has patience of its own.
        events.after(world.patienceNanos() * 2, () -> giveUp(operation, attempt));
    }

    private long hop() {
        return chance.exponential(100_000);
    }

    private void travelBack(Operation operation, Reply reply) {
        int attempt = operation.attempt;
        events.after(hop(), () -> {
            if (reply.failed() && operation.level instanceof ReadLevel.Bounded) {
                refused(operation);
            } else if (reply.failed()) {
                events.after(chance.exponential(30_000_000), () -> giveUp(operation, attempt));
            } else {
                finish(operation, reply);
            }
        });
    }

    private void giveUp(Operation operation, int attempt) {
        if (!operation.finished && operation.attempt == attempt) {
            world.coverage().saw(operation.isCommand() ? "command repeated" : "read repeated");
            attempt(operation);
        }
    }

    /** A bound that this node can't keep: that is an answer. */
    private void refused(Operation operation) {
        if (!operation.finished) {
            operation.finished = true;
            inFlight--;
            think();
        }
    }

    private void finish(Operation operation, Reply reply) {
        if (!operation.finished) {
            operation.finished = true;
            inFlight--;
            world.meter().answered(operation.begunNanos, events.now(), reply.slot());
            seen = Math.max(seen, reply.slot());
            world.guard(() -> world.witness().finished(operation, reply, events.now()));
            think();
        }
    }
}
