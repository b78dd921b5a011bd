package io.metroon.gateway;

import io.metroon.gateway.ClusterOutcome.Verdict;
import io.metroon.gateway.ClusterStatus.Membership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A cluster of this node, and of one that cannot be reached. Notes what it is asked to change, and changes nothing. */
final class OneNode implements ClusterView, ClusterControl {
    final List<ClusterChange> asked = Collections.synchronizedList(new ArrayList<>());
    volatile Verdict verdict = Verdict.DONE;
    volatile OptionalLong onlyIn = OptionalLong.empty();
    volatile Duration patience = Duration.ZERO;

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
                "n1",
                "http://127.0.0.1:8420",
                "127.0.0.1:8520",
                "leader",
                new Membership("voter", 10, "00000000000000010000000000000002"),
                true,
                42L,
                0L,
                1L << 30,
                "00ff",
                List.of("the disk is full: 1 MiB are free, 64 MiB should be"),
                40L,
                3L);
        ClusterStatus.Node gone = new ClusterStatus.Node(
                "n2",
                "http://127.0.0.1:8421",
                "127.0.0.1:8521",
                "unreachable",
                new Membership("learner", 0, "00000000000000010000000000000003"),
                false,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null);
        return CompletableFuture.completedFuture(
                new ClusterStatus("c-1", 1, "paxos", 42, "n1", new ClusterStatus.Quorums(1, 1), List.of(here, gone)));
    }

    @Override
    public CompletionStage<ClusterOutcome> change(ClusterChange change, OptionalLong epoch, Duration waits) {
        asked.add(change);
        onlyIn = epoch;
        patience = waits;
        return CompletableFuture.completedFuture(
                new ClusterOutcome(verdict, 2, "quorum-not-live: repair the others first"));
    }
}
