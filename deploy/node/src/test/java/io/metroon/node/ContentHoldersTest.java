package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentHoldersTest {
    private static final long ALL = 0;
    private static final long SOME_LACKING = 7;

    private final List<ClusterStatus.Node> nodes = new ArrayList<>();
    private boolean answers = true;
    private final ContentHolders holders = new ContentHolders(new ClusterView() {
        @Override
        public String nodeId() {
            return "1";
        }

        @Override
        public Set<String> origins() {
            return Set.of();
        }

        @Override
        public CompletionStage<ClusterStatus> status() {
            return answers
                    ? CompletableFuture.completedFuture(new ClusterStatus(
                            "c", 1, "paxos", 1, "1", new ClusterStatus.Quorums(2, 2), List.copyOf(nodes)))
                    : CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        }
    });

    private void nodes(String role, @Nullable Long... lacking) {
        for (Long chunks : lacking) {
            String id = Integer.toString(nodes.size() + 1);
            nodes.add(new ClusterStatus.Node(
                    id,
                    "http://127.0.0.1:1",
                    "127.0.0.1:2",
                    "follower",
                    new ClusterStatus.Membership(role, 0, ""),
                    true,
                    1L,
                    0L,
                    0L,
                    "",
                    List.of(),
                    1L,
                    chunks));
        }
    }

    private void lookTwice() throws InterruptedException {
        holders.look();
        holders.look();
    }

    @Test
    void aMajorityThatHoldsEverything_isEnough() throws Exception {
        nodes("voter", ALL, ALL, SOME_LACKING);
        lookTwice();
        assertThat(holders.alarms()).isEmpty();
        assertThat(holders.holders()).isEqualTo(2);
        assertThat(holders.atRisk()).isZero();
    }

    @Test
    void fewerHolders_areAnAlarm_fromTheSecondLookOn_andUntilTheyAreEnoughAgain() throws Exception {
        nodes("voter", ALL, SOME_LACKING, null);
        holders.look();
        assertThat(holders.alarms())
                .as("a node that has just started has not looked yet")
                .isEmpty();
        holders.look();
        assertThat(holders.alarms())
                .containsExactly("only 1 voters hold the content of every file, which is no majority");
        assertThat(holders.atRisk()).isEqualTo(1);

        nodes.clear();
        nodes("voter", ALL, ALL, null);
        holders.look();
        assertThat(holders.alarms()).isEmpty();
    }

    @Test
    void learners_areNotCounted() throws Exception {
        nodes("voter", ALL);
        nodes("learner", SOME_LACKING, SOME_LACKING);
        lookTwice();
        assertThat(holders.alarms()).isEmpty();
        assertThat(holders.holders()).isEqualTo(1);
    }

    @Test
    void whoGetsNoAnswer_saysNothing() throws Exception {
        nodes("voter", ALL, SOME_LACKING, SOME_LACKING);
        lookTwice();
        answers = false;
        holders.look();
        assertThat(holders.alarms()).isEmpty();
        assertThat(holders.holders()).isNaN();
    }
}
