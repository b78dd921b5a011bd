package io.metroon.consensus.simulator;

import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.Replica;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes the cluster while it runs: adds, removes, replaces and promotes members, moves leadership, sets quorums, switches engines, loses
 * disks and brings their nodes back under another name. One request at a time, of any node.
 *
 * <p>A disk is only lost when all others can bear it, and when no earlier request may still change that.
 */
final class Operator {
    private final World<?, ?> world;
    private final EventQueue events;
    private final Chance pace;
    private final Coverage coverage;
    /** What the request under way draws from. */
    private Chance chance;

    private boolean over;
    private boolean waiting;
    private long unsureSince;
    private long quietUntil;
    private long stores = 1_000;

    Operator(World<?, ?> world, Chance chance) {
        this.world = world;
        this.events = world.events();
        this.pace = chance;
        this.chance = chance.split();
        this.coverage = world.coverage();
    }

    void start() {
        if (world.swarm().adminPerSecond() > 0) {
            next();
        }
    }

    void stop() {
        over = true;
    }

    private void next() {
        events.after(pace.exponential(1e9 / world.swarm().adminPerSecond()), () -> {
            if (!over) {
                chance = pace.split();
                boolean free = !waiting && events.now() >= quietUntil;
                if (world.schedule().begins("admin") && free) {
                    act();
                }
                next();
            }
        });
    }

    /** Whether disks may fail for good in this run, so that no other one may be lost on purpose. */
    private boolean disksRot() {
        return world.swarm().rotPerSecond() > 0;
    }

    private void act() {
        SimulatedHost<?, ?> stranger = stranger();
        if (stranger != null && chance.with(0.7)) {
            admit(stranger);
            return;
        }
        EpochConfig config = world.config();
        int node = anyMember(config).node();
        switch (chance.below(disksRot() ? 4 : 9)) {
            case 0 -> addSpare(config);
            case 1 -> ask("transfer", replica -> replica.transferLeadership(node, patience()));
            case 2 -> change("set priority", new MembershipChange.SetPriority(node, chance.below(101)));
            case 3 -> switchEngine(config);
            case 4 -> change("remove", new MembershipChange.Remove(node));
            case 5 -> change("set role", new MembershipChange.SetRole(node, anyRole()));
            case 6 -> setQuorums(config);
            case 7 -> replaceBySpare(config, node);
            default -> loseDisk(config);
        }
    }

    private Member anyMember(EpochConfig config) {
        return chance.oneOf(config.members());
    }

    private Member.Role anyRole() {
        return chance.oneOf(List.of(Member.Role.VOTER, Member.Role.VOTER, Member.Role.LEARNER, Member.Role.WITNESS));
    }

    private Duration patience() {
        return Duration.ofNanos(world.patienceNanos());
    }

    // ---- requests ----

    private void change(String what, MembershipChange change) {
        ask(what, replica -> replica.reconfigure(change, patience()));
    }

    private void ask(String what, Function<Replica<?>, CompletableFuture<AdminOutcome>> request) {
        int leader = world.leader();
        SimulatedHost<?, ?> host =
                world.host(leader != 0 && chance.with(0.7) ? leader : chance.between(1, world.size()));
        Replica<?> replica = host.replica();
        if (replica == null) {
            return;
        }
        waiting = true;
        long epoch = world.config().epoch();
        world.timeline().note(host.node(), "is asked to", what);
        world.schedule().tell(what + ", asked of node " + host.node());
        coverage.saw("admin: " + what);
        watch(request.apply(replica), what, epoch);
        // The node forgets the request when it crashes.
        events.after(world.patienceNanos() * 2, () -> waiting = false);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback deals with success and failure alike.
    private void watch(CompletableFuture<AdminOutcome> future, String what, long epoch) {
        unsureSince = epoch;
        future.whenComplete((outcome, failure) -> {
            waiting = false;
            String verdict = outcome == null ? "FAILED" : outcome.verdict().name();
            coverage.saw("admin: " + verdict);
            if (outcome != null && outcome.verdict() == AdminOutcome.Verdict.DONE) {
                coverage.saw("admin: " + what + " DONE");
            }
            if (outcome != null && outcome.verdict() != AdminOutcome.Verdict.OUTCOME_UNKNOWN) {
                unsureSince = 0;
            }
            world.timeline().note(0, "operator hears", outcome == null ? failure : outcome);
        });
    }

    private void switchEngine(EpochConfig config) {
        EpochConfig.Engine other =
                config.engine() == EpochConfig.Engine.PAXOS ? EpochConfig.Engine.RAFT : EpochConfig.Engine.PAXOS;
        change("switch engine to " + other, new MembershipChange.SwitchEngine(other));
    }

    private void setQuorums(EpochConfig config) {
        int voters = config.voterCount();
        int phase1 = chance.between(voters / 2 + 1, voters);
        int phase2 = chance.between(voters + 1 - phase1, voters);
        change("set quorums", new MembershipChange.SetQuorums(phase1, phase2));
    }

    // ---- machines that come and go ----

    private void addSpare(EpochConfig config) {
        for (SimulatedHost<?, ?> host : world.hosts()) {
            if (host.store() == null) {
                formatAnew(host, config);
                return;
            }
        }
    }

    private void replaceBySpare(EpochConfig config, int node) {
        for (SimulatedHost<?, ?> host : world.hosts()) {
            StoreId store = host.store();
            if (store != null
                    && !host.isListed(config)
                    && config.member(host.node()).isEmpty()) {
                change("replace", new MembershipChange.Replace(node, member(host.node(), store)));
                return;
            }
        }
    }

    private void formatAnew(SimulatedHost<?, ?> host, EpochConfig config) {
        StoreId store = new StoreId(8, ++stores);
        world.timeline().note(host.node(), "is formatted as", store, "in epoch", config.epoch());
        world.schedule().tell("node " + host.node() + " is formatted");
        host.format(store, config);
        host.start();
    }

    /** A machine that has a data directory that the epoch doesn't list, if there is one. */
    private @Nullable SimulatedHost<?, ?> stranger() {
        EpochConfig config = world.config();
        return world.hosts().stream()
                .filter(host -> host.store() != null && !host.isListed(config) && !mayGo(host))
                .findFirst()
                .orElse(null);
    }

    private Member member(int node, StoreId store) {
        Member.Role role = chance.with(0.8) ? Member.Role.JOINING : Member.Role.LEARNER;
        return new Member(node, store, role, chance.below(101), "node" + node + ":1", "node" + node + ":2");
    }

    private void admit(SimulatedHost<?, ?> host) {
        StoreId store = host.store();
        if (store == null) {
            return;
        }
        Member member = member(host.node(), store);
        if (world.config().member(host.node()).isPresent()) {
            change("readmit", new MembershipChange.Replace(host.node(), member));
        } else {
            change("add", new MembershipChange.Add(member));
        }
    }

    /** A machine says that nobody needs it: a former member is wiped at once, to see whether that is so. */
    void released(SimulatedHost<?, ?> host) {
        if (!mayGo(host)) {
            return;
        }
        coverage.saw("released member taken out of service");
        world.timeline().note(host.node(), "is taken out of service");
        host.wipe();
    }

    private boolean mayGo(SimulatedHost<?, ?> host) {
        StoreId store = host.store();
        return store != null
                && host.isReleased()
                && !host.isListed(world.config())
                && world.checker().ledger().everListed(host.node(), store);
    }

    /** One voter's disk is lost, when those of all others hold and a quorum of each phase is left. */
    private void loseDisk(EpochConfig config) {
        boolean borne = config.voterCount() >= 3
                && config.phase2Quorum() >= 2
                && Math.max(config.phase1Quorum(), config.phase2Quorum()) < config.voterCount();
        boolean settled = unsureSince == 0 || unsureSince < config.epoch();
        boolean allWhole = config.voters().allMatch(voter -> {
            SimulatedHost<?, ?> host = world.host(voter.node());
            return host.isListed(config) && host.isMeantToRun() && host.isCaughtUpIn(config);
        });
        if (!borne || !settled || !allWhole || world.checker().ledger().isSealProposed()) {
            return;
        }
        List<Member> voters = config.voters().toList();
        SimulatedHost<?, ?> host = world.host(chance.oneOf(voters).node());
        coverage.saw("disk lost");
        world.timeline().note(host.node(), "loses its disk");
        world.schedule().tell("node " + host.node() + " loses its disk");
        host.wipe();
        // A leader needs that long to notice; nobody takes away another node meanwhile.
        quietUntil = events.now() + world.swarm().electionTimeoutNanos() * 2;
        events.after(chance.exponential(200_000_000), () -> {
            if (host.store() == null) {
                formatAnew(host, config);
            }
        });
    }
}
