package io.metroon.consensus.cases;

import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Input;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.Vote;
import io.metroon.consensus.Wording;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.consensus.paxos.ScriptedCluster;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import io.metroon.consensus.paxos.ScriptedCluster.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Carries out the commands of a script on a cluster of real cores, and writes down what they do. */
final class Stage {
    private static final int TICKS_MAX = 100;
    private static final String QUIETLY = "quietly ";

    private final ScriptedCluster cluster;
    private final Set<List<Integer>> cut = new HashSet<>();
    private final Map<List<Integer>, String> replies = new HashMap<>();
    private List<String> trace = new ArrayList<>();

    Stage(EpochConfig.Engine engine, int voters) {
        cluster = new ScriptedCluster(voters, 0, engine);
    }

    /** Carries out one command; what happened, a line each. */
    List<String> run(String line) {
        if (line.startsWith(QUIETLY)) {
            run(line.substring(QUIETLY.length()));
            return List.of();
        }
        trace = new ArrayList<>();
        String[] words = line.split(" ");
        int node = words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
        switch (words[0]) {
            case "elect" -> elect(node);
            case "propose" -> step(node, new Input.Propose(1, bytes(line.split(" ", 3)[2])));
            case "deliver" -> deliver();
            case "lose" -> cluster.wires.clear();
            case "cut" -> pairs(words).forEach(cut::add);
            case "heal" -> cut.clear();
            case "ticks" -> ticks(node);
            case "stall" -> cluster.node(node).autoSync = false;
            case "sync" -> sync(node);
            case "crash" -> crash(node);
            case "damage" -> damage(node, Long.parseLong(words[2]));
            case "read" -> step(node, new Input.Read(1));
            case "compact" ->
                step(node, new Input.Compacted(cluster.node(node).view().chosenUpTo()));
            case "ask" -> step(node, new Input.AdminAsked(1, request(words)));
            case "show" -> cluster.nodes.values().forEach(this::show);
            default -> throw new IllegalArgumentException("no command " + line);
        }
        return trace;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private void step(int id, Input input) {
        Node node = cluster.node(id);
        node.step(input);
        node.step(new Input.Flush());
        note(node);
    }

    /** Silence until a node asks whether it might lead; then all that follows. */
    private void elect(int id) {
        Node node = cluster.node(id);
        for (int i = 0; i < TICKS_MAX && (i == 0 || node.view().role() != Role.PROBING); i++) {
            cluster.wires.clear();
            cluster.nodes.values().forEach(each -> step(each.id, new Input.Tick(0)));
        }
        cluster.wires.removeIf(wire -> wire.from() != id);
        deliver();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            cluster.nodes.values().forEach(each -> step(each.id, new Input.Tick(0)));
            deliver();
        }
    }

    private void sync(int id) {
        cluster.node(id).autoSync = true;
        cluster.node(id).sync();
        step(id, new Input.Flush());
    }

    private void crash(int id) {
        Node node = cluster.node(id);
        node.restart();
        node.autoSync = true;
        cluster.wires.removeIf(wire -> wire.from() == id || wire.to() == id);
    }

    /** A crash behind which the value that the node voted for in a slot is unreadable. */
    private void damage(int id, long damaged) {
        Node node = cluster.node(id);
        TreeMap<Long, Vote> votes = new TreeMap<>();
        for (LogRecord record : node.log) {
            if (record instanceof LogRecord.Accepted accepted) {
                votes.put(accepted.entry().slot(), Vote.of(accepted.entry()));
            }
        }
        votes.computeIfPresent(damaged, (slot, vote) -> Vote.idOnly(slot, vote.ballot(), vote.hash()));
        Recovered recovered = new Recovered(
                node.log.size(),
                node.view().promised(),
                0,
                0,
                Hash128.ZERO,
                List.copyOf(votes.values()),
                List.of(),
                0,
                Optional.empty());
        node.committed.clear();
        node.restart(recovered);
        cluster.wires.removeIf(wire -> wire.from() == id || wire.to() == id);
    }

    private void deliver() {
        while (!cluster.wires.isEmpty()) {
            Wire wire = cluster.wires.removeFirst();
            if (cut.contains(List.of(wire.from(), wire.to()))) {
                continue;
            }
            String text = Wording.of(wire.message());
            if (isNews(wire, text)) {
                trace.add(wire.from() + " to " + wire.to() + ": " + text);
            }
            step(wire.to(), new Input.Received(wire.from(), wire.store(), wire.epoch(), wire.message()));
        }
    }

    /** Heartbeats fill pages, and so do answers that say the same again. */
    private boolean isNews(Wire wire, String text) {
        Message message = wire.message();
        if (message instanceof Message.AppendReply) {
            return !text.equals(replies.put(List.of(wire.from(), wire.to()), text));
        }
        boolean beat = message instanceof Message.Heartbeat
                || message instanceof Message.HeartbeatAck
                || (message instanceof Message.AppendEntries append
                        && append.entries().isEmpty());
        return !beat;
    }

    /** Directions: of "1-2" both, of "1>2" one, of "1" those from and to all others. */
    private List<List<Integer>> pairs(String[] words) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int[] ends = Arrays.stream(word.split("[->]"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            for (int other : cluster.nodes.keySet()) {
                if (ends.length == 1 ? other != ends[0] : other == ends[1]) {
                    pairs.add(List.of(ends[0], other));
                    if (!word.contains(">")) {
                        pairs.add(List.of(other, ends[0]));
                    }
                }
            }
        }
        return pairs;
    }

    /** "ask 1 transfer 2", "ask 1 engine RAFT", "ask 1 quorums 3 2", "ask 1 priority 2". */
    private Admin request(String[] words) {
        if (words[2].equals("transfer")) {
            return new Admin.Transfer(Integer.parseInt(words[3]));
        }
        MembershipChange change = switch (words[2]) {
            case "engine" -> new MembershipChange.SwitchEngine(EpochConfig.Engine.valueOf(words[3]));
            case "priority" -> new MembershipChange.SetPriority(Integer.parseInt(words[3]), 50);
            case "witness" -> new MembershipChange.SetRole(Integer.parseInt(words[3]), Member.Role.WITNESS);
            default -> throw new IllegalArgumentException("no request " + words[2]);
        };
        return new Admin.Reconfigure(change.applyTo(config(cluster.node(Integer.parseInt(words[1])))));
    }

    private EpochConfig config(Node node) {
        return node.log.stream()
                .filter(LogRecord.EpochStarted.class::isInstance)
                .map(record -> ((LogRecord.EpochStarted) record).config())
                .reduce(cluster.epoch, (before, next) -> next);
    }

    // ---- what happened ----

    private void note(Node node) {
        List<Effect> seen = List.copyOf(node.seen);
        node.seen.clear();
        seen.forEach(effect -> note(node.id, effect));
    }

    private void note(int id, Effect effect) {
        if (effect instanceof Effect.Append append) {
            append.records().forEach(record -> trace.add(id + " writes " + Wording.of(record)));
        } else if (effect instanceof Effect.Commit commit) {
            commit.entries().forEach(entry -> trace.add(id + " applies " + entry.slot() + "=" + Wording.value(entry)));
        } else if (effect instanceof Effect.LeaderChanged changed) {
            trace.add(id + (changed.leader() == 0 ? " knows no leader" : " takes " + changed.leader() + " for leader"));
        } else if (effect instanceof Effect.ReadReady ready) {
            trace.add(id + " may read from slot " + ready.index() + " on");
        } else if (effect instanceof Effect.ReadFailed) {
            trace.add(id + " gets no position to read from");
        } else if (effect instanceof Effect.Refused refused) {
            trace.add(id + " refuses the proposal: " + refused.reason());
        } else if (effect instanceof Effect.FetchSnapshot fetch) {
            trace.add(id + " fetches the snapshot at slot " + fetch.slot() + " from " + fetch.from());
        } else if (effect instanceof Effect.AdminSettled settled) {
            trace.add(id + " is answered " + settled.outcome().verdict());
        } else if (effect instanceof Effect.EpochEntered entered) {
            trace.add(id + " enters epoch " + entered.config().epoch() + ", engine "
                    + entered.config().engine());
        } else if (effect instanceof Effect.Fatal fatal) {
            trace.add(id + " stops: " + fatal.reason());
        }
    }

    private void show(Node node) {
        trace.add(node.id + ": " + node.view().role() + " in " + node.view().promised() + ", chosen up to "
                + node.view().chosenUpTo() + ", applied " + node.commands());
    }
}
