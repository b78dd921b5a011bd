package io.metroon.cli.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.client.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A cluster for people and for machines. */
final class ClusterText {
    private static final String COLUMNS = "%-4s %-28s %-8s %-11s %-6s %12s %8s %10s  %s";

    private ClusterText() {}

    static List<String> lines(Cluster cluster) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Cluster %s: %s, epoch %d, revision %d, %s",
                cluster.id(),
                cluster.engine(),
                cluster.epoch(),
                cluster.revision(),
                cluster.leader().map(leader -> "leader " + leader).orElse("no leader")));
        lines.add(String.format(
                Locale.ROOT,
                COLUMNS,
                "NODE",
                "HTTP",
                "MEMBER",
                "ROLE",
                "READY",
                "APPLIED",
                "LAG",
                "DISK FREE",
                "DIGEST"));
        cluster.nodes().forEach(node -> lines.add(line(node)));
        for (Cluster.Node node : cluster.nodes()) {
            node.alarms().forEach(alarm -> lines.add("Alarm of node " + node.id() + ": " + alarm));
        }
        return lines;
    }

    private static String line(Cluster.Node node) {
        return String.format(
                Locale.ROOT,
                COLUMNS,
                node.id(),
                node.url(),
                node.membership().role(),
                node.role(),
                node.ready() ? "yes" : "no",
                known(node.applied()),
                known(node.lag()),
                node.diskFree() < 0 ? "?" : node.diskFree() / (1 << 20) + " MiB",
                node.digest().isEmpty() ? "?" : node.digest());
    }

    private static String known(long value) {
        return value < 0 ? "?" : Long.toString(value);
    }

    static void fill(ObjectNode json, Cluster cluster) {
        json.put("id", cluster.id()).put("epoch", cluster.epoch()).put("engine", cluster.engine());
        json.put("revision", cluster.revision()).put("leader", cluster.leader().orElse(null));
        json.putObject("quorums")
                .put("phase1", cluster.quorums().phase1())
                .put("phase2", cluster.quorums().phase2());
        for (Cluster.Node node : cluster.nodes()) {
            ObjectNode one = json.withArray("/nodes").addObject();
            one.put("id", node.id()).put("http", node.http()).put("peer", node.peer());
            one.put("role", node.role()).put("member", node.membership().role());
            one.put("priority", node.membership().priority())
                    .put("store", node.membership().store());
            one.put("ready", node.ready());
            one.put("applied", node.applied() < 0 ? null : node.applied());
            one.put("lag", node.lag() < 0 ? null : node.lag());
            one.put("diskFree", node.diskFree() < 0 ? null : node.diskFree());
            one.put("digest", node.digest());
            node.alarms().forEach(one.putArray("alarms")::add);
        }
    }
}
