package io.metroon.consensus.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Effect;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operation and an election cost under each engine, with three voters and no faults. */
class EngineCostTest {
    private static long messages(ScriptedCluster cluster) {
        return cluster.nodes.values().stream()
                .flatMap(node -> node.seen.stream().filter(effect -> isMessageOf(node, effect)))
                .count();
    }

    private static boolean isMessageOf(Node node, Effect effect) {
        return effect instanceof Effect.Send send && send.to() != node.id;
    }

    /** Each is made durable by one sync at most. */
    private static long batches(ScriptedCluster cluster) {
        return cluster.nodes.values().stream()
                .flatMap(node -> node.seen.stream())
                .filter(Effect.Append.class::isInstance)
                .count();
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void anOperationAlone_costsEightMessagesAndASyncOnEachDisk(EpochConfig.Engine engine) {
        ScriptedCluster cluster = new ScriptedCluster(3, 0, engine);
        Node leader = cluster.awaitLeader(1, 2, 3);
        cluster.ticks(20);
        cluster.nodes.values().forEach(node -> node.seen.clear());
        leader.propose("a");
        cluster.settle();
        assertThat(messages(cluster)).isEqualTo(8);
        assertThat(batches(cluster)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void anElection_toTheFirstReadThatItsLeaderMayServe_costsTwentyMessages(EpochConfig.Engine engine) {
        ScriptedCluster cluster = new ScriptedCluster(3, 0, engine);
        cluster.awaitLeader(1, 2, 3);
        assertThat(messages(cluster)).isEqualTo(20);
        assertThat(batches(cluster)).isEqualTo(6);
    }
}
