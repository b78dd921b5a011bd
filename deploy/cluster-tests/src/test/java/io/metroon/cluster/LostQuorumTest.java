package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two of three nodes are gone for good: {@code metroon} says what is lost, and goes on with the third when told to. */
class LostQuorumTest {
    @Test
    void aLostQuorum_isGivenUpOnlyWhenToldTo_andTheSurvivorGrowsAgain() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            assertThat(cluster.http()
                            .send("PUT", cluster.url(1) + "/v1/fs/kept")
                            .status())
                    .isEqualTo(201);
            cluster.awaitEqualDigests();
            requireNotLost(cluster, "still run: stop them first");
            cluster.down();
            requireNotLost(cluster, "the quorum is not lost: 3 of 3 voters have their data");

            TestCluster.delete(cluster.nodeDirectory(2));
            TestCluster.delete(cluster.nodeDirectory(3));
            Launcher.Result up =
                    Launcher.run("up", "--data", cluster.directory().toString(), "--http-port", "" + cluster.port());
            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.err()).contains("nodes 2, 3 lost all data").contains("metroon members recover-quorum");
            Launcher.Result asked = recover(cluster);
            assertThat(asked.exit()).isEqualTo(1);
            assertThat(asked.out())
                    .contains("Node 1 holds everything up to revision ")
                    .contains("whatever only the lost members held");
            assertThat(asked.err()).contains("nothing was done");

            cluster.run("members", "recover-quorum", "--give-up");
            cluster.run("up", "--http-port", "" + cluster.port());
            assertThat(cluster.http()
                            .send("GET", cluster.url(1) + "/v1/fs/kept")
                            .status())
                    .isEqualTo(200);
            cluster.run("members", "add");
            assertThat(cluster.http()
                            .send("GET", cluster.url(2) + "/v1/fs/kept")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static void requireNotLost(TestCluster cluster, String why) {
        Launcher.Result refused = recover(cluster);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains(why);
    }

    private static Launcher.Result recover(TestCluster cluster) {
        return Launcher.run(
                "members", "recover-quorum", "--data", cluster.directory().toString());
    }
}
