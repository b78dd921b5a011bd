package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.AdminOutcome.Verdict;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.consensus.epoch.Preflight;
import io.metroon.consensus.epoch.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes operators' requests, one at a time, and says what came of each: to the shell for its own, by message to the node
 * that passed it on. A leader also makes joining members voters here, once they have caught up.
 */
final class AdminDesk {
    /** Ticks between two looks at joining members. */
    private static final int PROMOTE_TICKS = 20;
    /** A request of the leader's own, which nobody waits for. */
    private static final long NOBODY = 0;

    private final Context context;
    private final Collection<EpochConfig.Engine> engines;
    private @Nullable Change change;
    private @Nullable Move move;
    private long token;

    /** An epoch is being sealed. */
    private record Change(int from, long ticket, EpochConfig next) {}

    /** Leadership is being moved. */
    private record Move(int from, long ticket, int target, long deadline) {}

    AdminDesk(Context context, Collection<EpochConfig.Engine> engines) {
        this.context = context;
        this.engines = List.copyOf(engines);
    }

    void ask(int from, long ticket, Admin request, Engine engine) {
        if (engine.leads()) {
            Optional<AdminOutcome> refusal = request instanceof Admin.Reconfigure reconfigure
                    ? change(from, ticket, reconfigure.next(), engine)
                    : move(from, ticket, ((Admin.Transfer) request).node(), engine);
            refusal.ifPresent(outcome -> answer(from, ticket, outcome));
        } else if (from == context.self() && engine.leader() != 0) {
            context.send(engine.leader(), new Message.AdminRequest(ticket, request));
        } else {
            answer(from, ticket, new AdminOutcome(Verdict.NO_LEADER, "no leader is known: try again"));
        }
    }

    private void answer(int from, long ticket, AdminOutcome outcome) {
        if (ticket == NOBODY) {
            return;
        }
        if (from == context.self()) {
            context.emit(new Effect.AdminSettled(ticket, outcome));
        } else {
            context.send(from, new Message.AdminReply(ticket, outcome));
        }
    }

    // ---- sealing ----

    private Optional<AdminOutcome> change(int from, long ticket, EpochConfig next, Engine engine) {
        Progress progress = engine.progress();
        if (isBusy(engine) || !progress.isSettled()) {
            return Optional.of(new AdminOutcome(
                    Verdict.CHANGE_PENDING,
                    "another change is under way, or the leader has only just begun: try again"));
        }
        Preflight preflight = new Preflight(
                context.epoch(), next, progress, context.settings().windowSlots());
        Optional<AdminOutcome> refusal = preflight.refusal(engines);
        if (refusal.isEmpty()) {
            EpochConfig led = next.ledFirstBy(preflight.firstLeader(context.self()));
            change = new Change(from, ticket, led);
            engine.seal(led);
        }
        return refusal;
    }

    private boolean isBusy(Engine engine) {
        return change != null || move != null || engine.view().sealing();
    }

    /** An epoch began: perhaps the one asked for. */
    void entered(EpochConfig epoch) {
        Change awaited = change;
        change = null;
        if (awaited != null) {
            boolean same = epoch.startingAfter(0).equals(awaited.next().startingAfter(0));
            AdminOutcome outcome = same
                    ? new AdminOutcome(
                            Verdict.DONE, "epoch " + epoch.epoch() + " began behind slot " + epoch.startsAfter())
                    : new AdminOutcome(
                            Verdict.EPOCH_CHANGED,
                            "another change was made first, and epoch " + epoch.epoch() + " began");
            answer(awaited.from(), awaited.ticket(), outcome);
        }
        Move moving = move;
        move = null;
        if (moving != null) {
            answer(moving.from(), moving.ticket(), unknown());
        }
    }

    private static AdminOutcome unknown() {
        return new AdminOutcome(
                Verdict.OUTCOME_UNKNOWN,
                "leadership was lost on the way: look at the members to see whether it took effect");
    }

    // ---- moving leadership ----

    private Optional<AdminOutcome> move(int from, long ticket, int target, Engine engine) {
        if (isBusy(engine)) {
            return Optional.of(
                    new AdminOutcome(Verdict.CHANGE_PENDING, "another change is under way: try again when it is done"));
        }
        if (target == context.self()) {
            return Optional.of(new AdminOutcome(Verdict.NOTHING_CHANGES, "node " + target + " leads already"));
        }
        if (!context.epoch().mayLead(target)) {
            return Optional.of(new AdminOutcome(
                    Verdict.INVALID, "node " + target + " is no voter that may lead: name one that is"));
        }
        if (!engine.progress().keepsUp(target, context.settings().windowSlots())) {
            return Optional.of(new AdminOutcome(
                    Verdict.NOT_CAUGHT_UP,
                    "node " + target
                            + " is not heard from, or lacks too much of the log: wait until it has caught up"));
        }
        move = new Move(from, ticket, target, context.now() + context.settings().electionTimeoutTicks());
        token++;
        engine.transfer(target, token);
        return Optional.empty();
    }

    /** Looks whether what was asked for has come about, or can't any more. */
    void watch(Engine engine) {
        Move moving = move;
        if (moving != null && engine.leader() == moving.target()) {
            move = null;
            answer(
                    moving.from(),
                    moving.ticket(),
                    new AdminOutcome(Verdict.DONE, "node " + moving.target() + " leads"));
        }
        Change sealing = change;
        if (sealing != null && !engine.leads()) {
            change = null;
            answer(sealing.from(), sealing.ticket(), unknown());
        }
    }

    void tick(Engine engine) {
        Move moving = move;
        if (moving != null && context.now() >= moving.deadline()) {
            move = null;
            if (engine.leads()) {
                engine.abandonTransfer();
                context.trace(TraceEvent.TRANSFER_ABANDONED, 0);
                answer(
                        moving.from(),
                        moving.ticket(),
                        new AdminOutcome(
                                Verdict.NOT_TRANSFERRED,
                                "node " + moving.target() + " did not take over in time; this node goes on leading"));
            } else {
                answer(moving.from(), moving.ticket(), unknown());
            }
        }
        if (context.now() % PROMOTE_TICKS == 0 && engine.leads() && !isBusy(engine)) {
            promote(engine);
        }
    }

    private void promote(Engine engine) {
        EpochConfig epoch = context.epoch();
        epoch.members().stream()
                .filter(member -> member.role() == Member.Role.JOINING)
                .filter(member -> engine.progress()
                        .keepsUp(member.node(), context.settings().windowSlots()))
                .findFirst()
                .ifPresent(member -> {
                    EpochConfig next = new MembershipChange.SetRole(member.node(), Member.Role.VOTER).applyTo(epoch);
                    if (change(context.self(), NOBODY, next, engine).isEmpty()) {
                        context.trace(TraceEvent.PROMOTED, member.node());
                    }
                });
    }
}
