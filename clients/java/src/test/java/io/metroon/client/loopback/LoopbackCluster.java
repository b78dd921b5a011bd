package io.metroon.client.loopback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Nodes that serve one tree and remember one table of idempotency keys, as a replicated cluster does. */
public final class LoopbackCluster implements AutoCloseable {
    private final LoopbackTree tree = new LoopbackTree();
    private final Map<String, Reply> replies = new HashMap<>();
    private final List<LoopbackNode> nodes = new ArrayList<>();
    private int effects;

    /** An answer, to be given again for its key. */
    record Reply(int status, ObjectNode document, boolean replayed) {}

    /** A cluster of nodes on free ports. */
    public static LoopbackCluster start(int size) {
        LoopbackCluster cluster = new LoopbackCluster();
        for (int id = 1; id <= size; id++) {
            cluster.nodes.add(new LoopbackNode(cluster, id));
        }
        return cluster;
    }

    /** A node by its number, from 1. */
    public LoopbackNode node(int id) {
        return nodes.get(id - 1);
    }

    /** The URLs of all nodes, comma-separated. */
    public String endpoints() {
        return String.join(",", nodes.stream().map(LoopbackNode::url).toList());
    }

    List<LoopbackNode> nodes() {
        return nodes;
    }

    /** The tree. */
    public LoopbackTree tree() {
        return tree;
    }

    /** How many changes were carried out or refused, replays not counted. */
    public synchronized int effects() {
        return effects;
    }

    /** Carries a change out once for its key. */
    synchronized Reply once(String key, Supplier<Reply> change) {
        Reply first = key.isEmpty() ? null : replies.get(key);
        if (first != null) {
            return new Reply(first.status, first.document, true);
        }
        effects++;
        Reply reply = refusable(change);
        replies.put(key, reply);
        return reply;
    }

    /** Carries something out that may be refused. */
    synchronized Reply refusable(Supplier<Reply> action) {
        try {
            return action.get();
        } catch (Problem problem) {
            return new Reply(problem.status, document(problem), false);
        }
    }

    static ObjectNode document(Problem problem) {
        return LoopbackTree.JSON
                .createObjectNode()
                .put("type", "about:blank")
                .put("title", problem.code)
                .put("status", problem.status)
                .put("detail", problem.code + " says the loopback tree")
                .put("code", problem.code)
                .put("path", problem.path);
    }

    @Override
    public void close() {
        nodes.forEach(LoopbackNode::stop);
    }
}
