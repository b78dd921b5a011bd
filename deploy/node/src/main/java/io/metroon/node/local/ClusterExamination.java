package io.metroon.node.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at a local cluster: its processes, whether they serve, and whether they agree.
 *
 * @param directory of the cluster
 */
record ClusterExamination(ClusterDirectory directory) {
    List<Finding> findings() throws IOException {
        try {
            Optional<ClusterFile> cluster = directory.read();
            return cluster.isPresent()
                    ? findings(cluster.get())
                    : List.of(Finding.good("cluster", "none in " + directory.display() + "; metroon up makes one"));
        } catch (RefusedException e) {
            return List.of(Finding.bad("cluster", String.valueOf(e.getMessage())));
        }
    }

    private List<Finding> findings(ClusterFile cluster) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Roster roster = Roster.of(directory, cluster);
        for (ClusterFile.Node node : cluster.nodes()) {
            findings.add(finding(roster, node));
        }
        cluster.nodes().stream()
                .filter(node -> node.running().isPresent())
                .findFirst()
                .ifPresent(node -> findings.add(agreement(node)));
        return findings;
    }

    private static Finding finding(Roster roster, ClusterFile.Node node) {
        String subject = "node " + node.id();
        if (roster.wiped().contains(node)) {
            return Finding.bad(subject, "lost all data; metroon members replace " + node.id() + " readmits it");
        }
        if (roster.strangers().contains(node)) {
            return Finding.goodIf(
                    false, subject, "is no member", "metroon members remove " + node.id() + " forgets it");
        }
        if (node.running().isEmpty()) {
            return Finding.goodIf(false, subject, "not running", "metroon up starts it");
        }
        return NodeProbe.isReady(node.http())
                ? Finding.good(subject, "serves at http://" + node.http())
                : Finding.bad(subject, "runs but doesn't serve; see metroon logs --node " + node.id());
    }

    private static Finding agreement(ClusterFile.Node asked) {
        Optional<JsonNode> status = NodeProbe.cluster(asked.http());
        if (status.isEmpty()) {
            return Finding.bad("agreement", "node " + asked.id() + " doesn't tell");
        }
        Set<Long> revisions = new TreeSet<>();
        Set<String> digests = new TreeSet<>();
        for (JsonNode node : status.get().path("nodes")) {
            if (node.hasNonNull("digest")) {
                revisions.add(node.path("applied").asLong());
                digests.add(node.path("digest").asText());
            }
        }
        if (revisions.size() > 1) {
            return Finding.good("agreement", "nodes stand at different revisions just now: " + revisions);
        }
        return digests.size() == 1
                ? Finding.good(
                        "agreement", "revision " + revisions + ", digest " + digests + " on all nodes that answer")
                : Finding.bad("agreement", "digests differ at revision " + revisions + ": " + digests);
    }
}
