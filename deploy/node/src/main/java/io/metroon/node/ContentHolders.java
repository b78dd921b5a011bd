package io.metroon.node;

import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterView;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many voters hold the content of every file, as the leader hears from them. With fewer than a majority, losing a minority
 * of the disks may lose content. Thread-safe.
 */
final class ContentHolders {
    private static final Logger LOG = LoggerFactory.getLogger(ContentHolders.class);
    private static final long PATIENCE_SECONDS = 5;

    private final ClusterView view;
    private volatile double holders = Double.NaN;
    private volatile boolean few;
    private volatile boolean told;

    ContentHolders(ClusterView view) {
        this.view = view;
    }

    /** Asks every member; blocks for some seconds at most. */
    void look() throws InterruptedException {
        try {
            judge(view.status().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS).nodes().stream()
                    .filter(node -> !node.membership().role().equals("learner"))
                    .toList());
        } catch (ExecutionException | TimeoutException e) {
            lookAway();
        }
    }

    private void judge(List<ClusterStatus.Node> voters) {
        long all = voters.stream().filter(ContentHolders::holdsAll).count();
        boolean fewNow = all < voters.size() / 2 + 1;
        holders = all;
        // Once is no sign: a node that has just started has not looked yet.
        if (few && fewNow && !told) {
            LOG.error(
                    "only {} of {} voters hold the content of every file: until a majority does, do not take another node"
                            + " away; {}",
                    all,
                    voters.size(),
                    voters.stream().map(ContentHolders::says).toList());
        } else if (told && !fewNow) {
            LOG.info("a majority of the voters holds the content of every file again");
        }
        told = fewNow && (few || told);
        few = fewNow;
    }

    private static boolean holdsAll(ClusterStatus.Node node) {
        Long lacking = node.contentLacking();
        return lacking != null && lacking == 0;
    }

    private static String says(ClusterStatus.Node node) {
        Long lacking = node.contentLacking();
        return "node " + node.id() + (lacking == null ? " says nothing" : " lacks " + lacking + " chunks");
    }

    /** This node does not lead: another one looks. */
    void lookAway() {
        holders = Double.NaN;
        few = false;
        told = false;
    }

    /** Voters that hold everything; not a number on a node that does not lead. */
    double holders() {
        return holders;
    }

    /** What an operator should know, a sentence each. */
    List<String> alarms() {
        return few && told
                ? List.of("only " + (long) holders + " voters hold the content of every file, which is no majority")
                : List.of();
    }

    /** 1 when fewer than a majority of the voters hold everything. */
    double atRisk() {
        return few ? 1 : 0;
    }
}
