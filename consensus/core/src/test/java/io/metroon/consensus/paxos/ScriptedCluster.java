package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Input;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.frame.EpochHost;
import io.metroon.consensus.frame.EpochRules;
import io.metroon.consensus.raft.RaftCore;
import io.metroon.consensus.raft.RaftRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Cores of one engine that a test moves by hand: it decides what is delivered, what is durable, and what time it is. */
public final class ScriptedCluster {
    public static final ConsensusSettings SETTINGS =
            new ConsensusSettings(2, 10, 64, 1 << 20, 1 << 20, 1_024, 1 << 16, 1 << 20);

    public final ConsensusSettings settings;
    public final EpochConfig epoch;
    public final Map<Integer, Node> nodes = new TreeMap<>();
    public final Deque<Wire> wires = new ArrayDeque<>();
    private final Set<Integer> cut = new HashSet<>();

    public record Wire(int from, StoreId store, long epoch, int to, Message message) {}

    /** What a member of the first epoch says. */
    public static Input.Received received(int from, Message message) {
        return new Input.Received(from, store(from), 1, message);
    }

    /** The data directory that a node begins with. */
    public static StoreId store(int node) {
        return new StoreId(0, node);
    }

    public ScriptedCluster(int voters) {
        this(voters, 0);
    }

    /** Some voters, and nodes that are no members yet. */
    public ScriptedCluster(int voters, int strangers) {
        this(voters, strangers, EpochConfig.Engine.PAXOS);
    }

    /** Under this engine. */
    public ScriptedCluster(int voters, int strangers, EpochConfig.Engine engine) {
        this(voters, strangers, engine, SETTINGS);
    }

    /** With these settings. */
    public ScriptedCluster(int voters, int strangers, EpochConfig.Engine engine, ConsensusSettings settings) {
        this.settings = settings;
        epoch = EpochConfig.ofMajorities(1, engine, members(voters));
        IntStream.rangeClosed(1, voters + strangers).forEach(node -> nodes.put(node, new Node(node, Recovered.FRESH)));
    }

    public static List<Member> members(int voters) {
        return IntStream.rangeClosed(1, voters)
                .mapToObj(node -> new Member(node, store(node), Member.Role.VOTER, 0, "", ""))
                .toList();
    }

    public static Entry value(long slot, Ballot ballot, String text) {
        return Entry.of(slot, ballot, io.metroon.consensus.EntryKind.COMMAND, 0, text.getBytes(StandardCharsets.UTF_8));
    }

    public final class Node {
        public final int id;
        public StoreId store;
        public ConsensusCore core;
        public EpochRules rules = EpochRules.SEALED;
        public PaxosRules paxos = PaxosRules.PAPER;
        public RaftRules raft = RaftRules.PAPER;
        public final List<LogRecord> log = new ArrayList<>();
        public final List<Entry> committed = new ArrayList<>();
        public final List<Effect> seen = new ArrayList<>();
        public final List<Effect.Send> gated = new ArrayList<>();
        public boolean autoSync = true;
        public long durable;
        private long appended;

        Node(int id, Recovered recovered) {
            this.id = id;
            store = store(id);
            core = core(epoch, recovered, id);
            appended = recovered.lastLsn();
            durable = appended;
        }

        private ConsensusCore core(EpochConfig config, Recovered recovered, long seed) {
            return new EpochHost(
                    id,
                    store,
                    config,
                    settings,
                    rules,
                    Map.of(
                            EpochConfig.Engine.PAXOS,
                            PaxosCore.factory(paxos),
                            EpochConfig.Engine.RAFT,
                            RaftCore.factory(raft)),
                    new SplittableRandom(seed),
                    recovered);
        }

        public void step(Input input) {
            List<Effect> effects = new ArrayList<>();
            core.step(input, effects::add);
            seen.addAll(effects);
            long before = committed.size();
            effects.forEach(this::carryOut);
            if (autoSync) {
                sync();
            }
            if (committed.size() > before) {
                step(new Input.Applied(committed.get(committed.size() - 1).slot()));
            }
        }

        public void sync() {
            if (durable < appended) {
                durable = appended;
                List<Effect.Send> released = List.copyOf(gated);
                gated.clear();
                released.forEach(this::carryOut);
                step(new Input.Durable(durable));
            }
        }

        private void carryOut(Effect effect) {
            if (effect instanceof Effect.Append append) {
                log.addAll(append.records());
                appended = append.lastLsn();
            } else if (effect instanceof Effect.Send send) {
                if (send.afterLsn() <= durable) {
                    wires.add(new Wire(id, store, send.epoch(), send.to(), send.message()));
                } else {
                    gated.add(send);
                }
            } else if (effect instanceof Effect.Commit commit) {
                committed.addAll(commit.entries());
            }
        }

        /** Loses what is in memory; comes back with what was synced. */
        public void restart() {
            EpochConfig config = epoch;
            Ballot promised = Ballot.NONE;
            long chosen = 0;
            TreeMap<Long, Vote> votes = new TreeMap<>();
            for (LogRecord record : log.subList(0, (int) durable)) {
                if (record instanceof LogRecord.Promised promise) {
                    promised = promise.ballot();
                } else if (record instanceof LogRecord.Accepted accepted) {
                    votes.put(accepted.entry().slot(), Vote.of(accepted.entry()));
                } else if (record instanceof LogRecord.Chosen chosenValue) {
                    votes.put(chosenValue.entry().slot(), Vote.chosen(chosenValue.entry()));
                } else if (record instanceof LogRecord.Truncated truncated) {
                    votes.tailMap(truncated.slot(), false).clear();
                } else if (record instanceof LogRecord.EpochStarted started) {
                    config = started.config();
                    promised = Ballot.NONE;
                    chosen = started.chosenUpTo();
                    votes.tailMap(config.startsAfter(), false).clear();
                }
            }
            log.subList((int) durable, log.size()).clear();
            gated.clear();
            committed.clear();
            appended = durable;
            core = core(
                    config,
                    new Recovered(
                            durable,
                            promised,
                            0,
                            0,
                            Hash128.ZERO,
                            List.copyOf(votes.values()),
                            List.of(),
                            chosen,
                            Optional.empty()),
                    id + 100L);
        }

        /** Loses its disk, too, and comes back empty, as another data directory if told so. */
        public void wipe(StoreId newStore) {
            store = newStore;
            log.clear();
            gated.clear();
            committed.clear();
            appended = 0;
            durable = 0;
            core = core(epoch, Recovered.FRESH, id + 200L);
        }

        public void restart(Recovered recovered) {
            core = core(epoch, recovered, id + 100L);
        }

        public CoreView view() {
            return core.view();
        }

        public void propose(String text) {
            step(new Input.Propose(1, text.getBytes(StandardCharsets.UTF_8)));
            step(new Input.Flush());
        }

        public List<String> commands() {
            return committed.stream()
                    .filter(entry -> entry.kind() == io.metroon.consensus.EntryKind.COMMAND)
                    .map(entry -> new String(entry.payload(), StandardCharsets.UTF_8))
                    .toList();
        }

        public List<Message> sent() {
            return seen.stream()
                    .filter(Effect.Send.class::isInstance)
                    .map(effect -> ((Effect.Send) effect).message())
                    .toList();
        }
    }

    public Node node(int id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    /** Nothing reaches or leaves these nodes until they are joined again. */
    public void cut(int... ids) {
        IntStream.of(ids).forEach(cut::add);
    }

    public void join(int... ids) {
        IntStream.of(ids).forEach(cut::remove);
    }

    /** Delivers everything under way, and what that causes. */
    public void settle() {
        for (int rounds = 0; !wires.isEmpty(); rounds++) {
            if (rounds > 100_000) {
                throw new IllegalStateException("messages never cease");
            }
            Wire wire = wires.removeFirst();
            boolean reaches = wire.from() == wire.to() || (!cut.contains(wire.from()) && !cut.contains(wire.to()));
            if (reaches) {
                node(wire.to()).step(new Input.Received(wire.from(), wire.store(), wire.epoch(), wire.message()));
                node(wire.to()).step(new Input.Flush());
            }
        }
    }

    /** Lets time pass for all that are not cut off, delivering as it goes. */
    public void ticks(int count) {
        for (int i = 0; i < count; i++) {
            nodes.values().forEach(node -> {
                node.step(new Input.Tick(0));
                node.step(new Input.Flush());
            });
            settle();
        }
    }

    /** Ticks until one of these leads. */
    public Node awaitLeader(int... ids) {
        for (int i = 0; i < 500; i++) {
            ticks(1);
            for (int id : ids) {
                if (node(id).view().role() == Role.LEADING && node(id).view().canServe()) {
                    return node(id);
                }
            }
        }
        throw new IllegalStateException("nobody leads");
    }

    public Map<Integer, List<String>> commands() {
        Map<Integer, List<String>> commands = new HashMap<>();
        nodes.forEach((id, node) -> commands.put(id, node.commands()));
        return commands;
    }
}
