package io.metroon.consensus.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Input;
import io.metroon.consensus.Message;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds whichever engine runs. */
@ParameterizedClass
@EnumSource(EpochConfig.Engine.class)
class ClusterTest {
    private final EpochConfig.Engine engine;

    ClusterTest(EpochConfig.Engine engine) {
        this.engine = engine;
    }

    private ScriptedCluster cluster(int voters) {
        return new ScriptedCluster(voters, 0, engine);
    }

    @Test
    void oneNodeAlone_leadsAndCommits_byTheSamePathAsMany() {
        ScriptedCluster cluster = cluster(1);
        Node leader = cluster.awaitLeader(1);
        leader.propose("a");
        cluster.settle();
        assertThat(leader.commands()).containsExactly("a");
        assertThat(leader.view().promised().round()).isNotNegative();
    }

    @Test
    void oneNodeAlone_commitsNothingBeforeItsDiskHasSynced() {
        ScriptedCluster cluster = cluster(1);
        Node leader = cluster.awaitLeader(1);
        leader.autoSync = false;
        leader.propose("a");
        cluster.settle();
        assertThat(leader.commands()).isEmpty();
        leader.sync();
        cluster.settle();
        assertThat(leader.commands()).containsExactly("a");
    }

    @Test
    void threeNodes_allCommitTheSameInOrder() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        List.of("a", "b", "c").forEach(leader::propose);
        cluster.settle();
        assertThat(cluster.commands().values())
                .allSatisfy(commands -> assertThat(commands).containsExactly("a", "b", "c"));
    }

    @Test
    void aFollower_forwardsWhatIsProposedToIt() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        Node follower = cluster.node(leader.id % 3 + 1);
        follower.propose("forwarded");
        cluster.settle();
        assertThat(leader.commands()).containsExactly("forwarded");
    }

    @Test
    void whenTheLeaderIsCutOff_theOthersElectOne_andKeepWhatWasChosen() {
        ScriptedCluster cluster = cluster(3);
        Node old = cluster.awaitLeader(1, 2, 3);
        old.propose("kept");
        cluster.settle();
        cluster.cut(old.id);
        int a = old.id % 3 + 1;
        int b = a % 3 + 1;
        Node leader = cluster.awaitLeader(a, b);
        leader.propose("new");
        cluster.settle();
        assertThat(leader.commands()).containsExactly("kept", "new");
        assertThat(old.commands()).containsExactly("kept");
        cluster.join(old.id);
        cluster.ticks(60);
        assertThat(old.commands()).containsExactly("kept", "new");
        assertThat(old.view().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void aCutOffFollower_raisesNoBallot_andDisturbsNobodyWhenItReturns() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        Node lonely = cluster.node(leader.id % 3 + 1);
        var ballot = leader.view().promised();
        cluster.cut(lonely.id);
        cluster.ticks(200);
        assertThat(lonely.view().promised()).isEqualTo(ballot);
        cluster.join(lonely.id);
        cluster.ticks(60);
        assertThat(leader.view().role()).isEqualTo(Role.LEADING);
        assertThat(leader.view().promised()).isEqualTo(ballot);
    }

    @Test
    void aLeaderThatHearsNoQuorum_stepsDown() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        cluster.cut(leader.id);
        cluster.ticks(40);
        assertThat(leader.view().role()).isNotEqualTo(Role.LEADING);
    }

    @Test
    void aLeader_announcesNothingThatItOnlyHeardToBeChosen() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        int peer = leader.id % 3 + 1;
        cluster.cut(peer, peer % 3 + 1);
        leader.propose("voted for here alone");
        long slot = leader.view().lastSlot();
        leader.seen.clear();
        // A leader of a higher ballot, unknown here, had another value chosen in that slot.
        leader.step(ScriptedCluster.received(peer, new Message.Probe(1, slot)));
        for (int i = 0; i < 5; i++) {
            leader.step(new Input.Flush());
            leader.step(new Input.Tick(0));
        }
        assertThat(leader.view().role()).isEqualTo(Role.LEADING);
        assertThat(leader.sent().stream().flatMap(sent -> announced(sent).stream()))
                .isNotEmpty()
                .allSatisfy(commitUpTo -> assertThat(commitUpTo).isLessThan(slot));
    }

    private static Optional<Long> announced(Message message) {
        if (message instanceof Message.Heartbeat heartbeat) {
            return Optional.of(heartbeat.commitUpTo());
        }
        return message instanceof Message.AppendEntries append ? Optional.of(append.commitUpTo()) : Optional.empty();
    }

    @Test
    void aLeaderWhoseDiskHangs_fallsSilentAndStepsDown() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        leader.autoSync = false;
        leader.propose("unsynced here");
        cluster.settle();
        cluster.ticks(12);
        assertThat(leader.view().role()).isNotEqualTo(Role.LEADING);
    }

    @Test
    void afterAllRestart_whatWasChosenIsChosenAgain() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        List.of("a", "b").forEach(leader::propose);
        cluster.settle();
        cluster.nodes.values().forEach(Node::restart);
        cluster.wires.clear();
        Node next = cluster.awaitLeader(1, 2, 3);
        cluster.ticks(40);
        assertThat(next.commands()).containsExactly("a", "b");
        assertThat(cluster.commands().values())
                .allSatisfy(commands -> assertThat(commands).containsExactly("a", "b"));
    }

    @Test
    void aNodeNeverUsesABallotTwice_evenWhenItRestartsBeforeAnybodyHeardOfIt() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        var used = leader.view().promised();
        leader.restart();
        cluster.cut(leader.id % 3 + 1);
        cluster.ticks(100);
        assertThat(cluster.nodes.values())
                .filteredOn(node -> node.view().role() == Role.LEADING)
                .allSatisfy(node -> assertThat(node.view().promised()).isGreaterThan(used));
    }

    @Test
    void aRead_isConfirmedOnlyByEchoesThatCameAfterItBegan() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        cluster.cut(1, 2, 3);
        leader.seen.clear();
        leader.step(new Input.Read(7));
        leader.step(new Input.Flush());
        cluster.settle();
        assertThat(leader.seen).noneMatch(Effect.ReadReady.class::isInstance);
        cluster.join(1, 2, 3);
        cluster.ticks(5);
        assertThat(leader.seen).anyMatch(effect -> effect instanceof Effect.ReadReady ready && ready.token() == 7);
    }

    @Test
    void aReadAtAFollower_getsItsPositionFromTheLeader() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        leader.propose("a");
        cluster.settle();
        Node follower = cluster.node(leader.id % 3 + 1);
        follower.step(new Input.Read(9));
        follower.step(new Input.Flush());
        cluster.settle();
        assertThat(follower.seen)
                .anyMatch(effect -> effect instanceof Effect.ReadReady ready
                        && ready.token() == 9
                        && ready.index() == leader.view().chosenUpTo());
    }

    @Test
    void readsThatWaitAtADeposedLeader_fail() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        cluster.cut(leader.id);
        leader.step(new Input.Read(3));
        leader.step(new Input.Flush());
        cluster.ticks(40);
        assertThat(leader.seen).anyMatch(effect -> effect instanceof Effect.ReadFailed failed && failed.token() == 3);
    }

    @Test
    void aNodeThatMissedMuch_catchesUpFromANeighbour_withoutTheLeader() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        Node lagging = cluster.node(leader.id % 3 + 1);
        Node neighbour = cluster.node(lagging.id % 3 + 1);
        cluster.cut(lagging.id);
        for (int i = 0; i < 20; i++) {
            leader.propose("v" + i);
            cluster.settle();
        }
        cluster.ticks(3);
        lagging.step(ScriptedCluster.received(
                neighbour.id,
                new Message.ProbeReply(
                        0, false, neighbour.view().promised(), neighbour.view().chosenUpTo())));
        cluster.cut(leader.id);
        cluster.join(lagging.id);
        for (int i = 0; i < 4; i++) {
            lagging.step(new Input.Tick(0));
        }
        cluster.settle();
        assertThat(lagging.commands()).hasSize(20);
    }

    @Test
    void aNodeThatLagsBehindTheLog_isOfferedASnapshot() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        Node lagging = cluster.node(leader.id % 3 + 1);
        cluster.cut(lagging.id);
        for (int i = 0; i < 20; i++) {
            leader.propose("v" + i);
            cluster.settle();
        }
        cluster.ticks(3);
        long slot = leader.view().chosenUpTo();
        cluster.nodes.values().stream()
                .filter(node -> node != lagging)
                .forEach(node -> node.step(new Input.Compacted(slot)));
        cluster.join(lagging.id);
        cluster.ticks(80);
        assertThat(lagging.seen)
                .anyMatch(effect -> effect instanceof Effect.FetchSnapshot fetch && fetch.slot() == slot);
    }

    @Test
    void theSameInputs_giveTheSameEffects() {
        assertThat(run()).isEqualTo(run());
    }

    private List<Effect> run() {
        ScriptedCluster cluster = cluster(3);
        Node leader = cluster.awaitLeader(1, 2, 3);
        List.of("a", "b", "c").forEach(leader::propose);
        cluster.ticks(30);
        return cluster.nodes.values().stream().flatMap(node -> node.seen.stream()).toList().stream()
                .filter(effect -> !(effect instanceof Effect.Send))
                .toList();
    }
}
