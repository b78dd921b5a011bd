package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Input;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.frame.EpochHost;
import io.metroon.consensus.paxos.PaxosCore;
import io.metroon.consensus.paxos.ScriptedCluster;
import io.metroon.consensus.raft.RaftCore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One node: the production core, and a disk. Every action runs until the node is quiet: what it says to itself is heard at
 * once, what it commits is applied at once. A disk syncs at once, unless the node may crash.
 */
final class Node {
    private static final ConsensusSettings SETTINGS =
            new ConsensusSettings(1, 4, 64, 1 << 20, 1 << 20, 1_024, 1 << 16, 1 << 20);
    private static final int TICKS_MAX = 100;
    private static final RandomGenerator NO_CHANCE = () -> 0;

    final int id;
    private final Scope scope;
    private final List<LogRecord> log = new ArrayList<>();
    private final Set<Effect.Send> gated = new LinkedHashSet<>();
    private final Deque<Message> toItself = new ArrayDeque<>();
    private final Set<Addressed> said = new LinkedHashSet<>();
    private final TreeMap<Long, Entry> committed = new TreeMap<>();
    private final Talk talk;
    private ConsensusCore core;
    private int durable;
    private int stood;
    private int proposed;
    private boolean mayCrash;
    private boolean ticking;
    private long probing;
    private long unapplied;
    private Ballot bound = Ballot.NONE;
    private String broken = "";

    /** What was said, and to whom. */
    record Addressed(int to, Message message) {}

    Node(int id, Scope scope, boolean mayCrash) {
        this.id = id;
        this.scope = scope;
        this.mayCrash = mayCrash;
        talk = new Talk(scope.announcements());
        core = start(Recovered.FRESH);
    }

    private ConsensusCore start(Recovered recovered) {
        return new EpochHost(
                id,
                ScriptedCluster.store(id),
                scope.epoch(),
                SETTINGS,
                scope.rules().epochs(),
                Map.of(
                        EpochConfig.Engine.PAXOS,
                        PaxosCore.factory(scope.rules().paxos()),
                        EpochConfig.Engine.RAFT,
                        RaftCore.factory(scope.rules().raft())),
                NO_CHANCE,
                recovered);
    }

    // ---- what happens to it ----

    void act(Action action) {
        Ballot before = core.view().promised();
        switch (action.kind()) {
            case RECEIVE -> receive(action.peer(), action.message().orElseThrow());
            case STAND -> stand();
            case PROPOSE -> propose();
            case SYNC -> sync();
            case TEACH -> receive(action.peer(), new Message.LearnRequest(1, Long.MAX_VALUE, List.of()));
            case CRASH, CRASH_LOSING_A_VALUE, CRASH_LOSING_A_VOTE -> crash(action);
        }
        settle();
        Ballot least = action.isCrash() ? bound : before;
        if (core.view().promised().isBelow(least)) {
            broken = "promised " + least + ", and then only " + core.view().promised();
        }
    }

    private void receive(int from, Message message) {
        step(new Input.Received(from, ScriptedCluster.store(from), 1, message));
    }

    /** Lets time pass until the node asks who would promise; all do. What it says while it waits is lost. */
    private void stand() {
        stood++;
        ticking = true;
        for (int i = 0; i < TICKS_MAX && ticking; i++) {
            // The stamp tells a leader's first entry from that of another.
            step(new Input.Tick(10L * id + stood));
        }
        boolean asks = !ticking;
        ticking = false;
        for (int peer = 1; asks && peer <= scope.epoch().voterCount(); peer++) {
            if (peer != id) {
                receive(peer, new Message.ProbeReply(probing, true, Ballot.NONE, 0));
            }
        }
    }

    private void propose() {
        proposed++;
        step(new Input.Propose(1, ("command " + proposed + " at " + id).getBytes(StandardCharsets.UTF_8)));
    }

    private void sync() {
        durable = log.size();
        List<Effect.Send> released = List.copyOf(gated);
        gated.clear();
        released.forEach(this::say);
        step(new Input.Durable(durable));
    }

    private void crash(Action action) {
        mayCrash = false;
        durable += action.kept();
        log.subList(durable, log.size()).clear();
        gated.clear();
        toItself.clear();
        unapplied = 0;
        core = start(new Disk(log, scope.rules().forgetsPromise()).recovered(action));
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            step(new Input.Flush());
            busy = !toItself.isEmpty() || unapplied > 0;
            while (!toItself.isEmpty()) {
                receive(id, toItself.removeFirst());
            }
            if (unapplied > 0) {
                step(new Input.Applied(unapplied));
                unapplied = 0;
            }
            if (!mayCrash && durable < log.size()) {
                busy = true;
                sync();
            }
        }
    }

    // ---- what it does ----

    private void step(Input input) {
        core.step(input, this::carryOut);
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Append append) {
            log.addAll(append.records());
        } else if (effect instanceof Effect.Send send) {
            if (send.afterLsn() <= durable) {
                say(send);
            } else if (!ticking) {
                gated.add(send);
            }
        } else if (effect instanceof Effect.Commit commit) {
            commit.entries().forEach(this::commit);
        } else if (effect instanceof Effect.Fatal fatal) {
            broken = fatal.reason();
        }
    }

    private void say(Effect.Send send) {
        if (send.message() instanceof Message.Probe probe) {
            probing = probe.attempt();
            ticking = false;
        } else if (ticking) {
            return;
        } else if (send.to() == id) {
            toItself.add(send.message());
        } else {
            talk.heard(send.message()).ifPresent(message -> said.add(new Addressed(send.to(), message)));
        }
        Ballot promise = Talk.binding(send.message());
        bound = bound.isBelow(promise) ? promise : bound;
    }

    private void commit(Entry entry) {
        Entry before = committed.put(entry.slot(), entry);
        if (before != null && !before.hash().equals(entry.hash())) {
            broken = "committed " + before + " and then " + entry;
        }
        unapplied = entry.slot();
    }

    // ---- how it stands ----

    CoreView view() {
        return core.view();
    }

    /** What went wrong here, or nothing. */
    String broken() {
        return broken;
    }

    int stood() {
        return stood;
    }

    int proposed() {
        return proposed;
    }

    boolean mayCrash() {
        return mayCrash;
    }

    int unsynced() {
        return log.size() - durable;
    }

    List<LogRecord> log() {
        return log;
    }

    List<LogRecord> durableLog() {
        return log.subList(0, durable);
    }

    List<Entry> committed() {
        return List.copyOf(committed.values());
    }

    Set<Addressed> said() {
        return said;
    }

    /** Equal for nodes that behave alike from here on, whatever they did before. */
    Hash128 fingerprint() {
        Fingerprint fingerprint =
                new Fingerprint(durable).add(core).add(gated).add(stood).add(proposed);
        fingerprint.add(mayCrash).add(bound).add(committed.values()).add(broken);
        if (mayCrash) {
            fingerprint.add(new Disk(durableLog(), false).contents()).add(log.subList(durable, log.size()));
        }
        return fingerprint.value();
    }
}
