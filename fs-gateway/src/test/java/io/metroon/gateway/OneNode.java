package io.metroon.gateway;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A cluster of this node, and of one that cannot be reached. */
final class OneNode implements ClusterView {
    @Override
    public String nodeId() {
        return "n1";
    }

    @Override
    public Set<String> origins() {
        return Set.of("http://127.0.0.1:8420", "http://127.0.0.1:8421");
    }

    @Override
    public CompletionStage<ClusterStatus> status() {
        ClusterStatus.Node here = new ClusterStatus.Node(
                "n1", "http://127.0.0.1:8420", "127.0.0.1:8520", "leader", true, 42L, 0L, 1L << 30, "00ff");
        ClusterStatus.Node gone = new ClusterStatus.Node(
                "n2", "http://127.0.0.1:8421", "127.0.0.1:8521", "unreachable", false, null, null, null, null);
        return CompletableFuture.completedFuture(new ClusterStatus("c-1", 1, "paxos", 42, "n1", List.of(here, gone)));
    }
}
