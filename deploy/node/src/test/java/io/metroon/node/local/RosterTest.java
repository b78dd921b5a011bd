package io.metroon.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.MetaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who belongs to a cluster stands in the directories of its nodes, and not in {@code cluster.json}. */
class RosterTest {
    @TempDir
    Path data;

    private ClusterDirectory directory;
    private ClusterFile cluster;
    private Founding founding;

    @BeforeEach
    void found() throws Exception {
        directory = ClusterDirectory.of(data);
        cluster = ClusterFile.plan(new UpRequest(3, null, null)).completed();
        founding = new Founding(cluster.addresses());
        for (ClusterFile.Node node : cluster.nodes()) {
            founding.format(node.id(), home(node.id()).root());
        }
    }

    private NodeDirectory home(int node) {
        return NodeDirectory.of(data, node);
    }

    private Roster roster() throws IOException {
        return Roster.of(directory, cluster);
    }

    /** As a node does when it enters an epoch. */
    private EpochConfig enter(int node, MembershipChange change) throws IOException {
        MetaFile file = MetaFile.load(new RealDisk(home(node).root()));
        EpochConfig next = change.applyTo(file.meta().current());
        file.write(file.meta().with(next, next.firstBallot()));
        return next;
    }

    private static List<Integer> numbers(List<ClusterFile.Node> nodes) {
        return nodes.stream().map(ClusterFile.Node::id).toList();
    }

    @Test
    void theNewestEpochOfAnyDirectory_saysWhoIsAMember() throws Exception {
        enter(2, new MembershipChange.Remove(1));
        Roster roster = roster();
        assertThat(roster.epoch().orElseThrow().epoch()).isEqualTo(2);
        assertThat(numbers(roster.members())).containsExactly(2, 3);
        assertThat(numbers(roster.strangers())).containsExactly(1);
        assertThatCode(roster::requireQuorum).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryThatIsGone_isAMembersThatLostItsData_andNamesTheRemedy() throws Exception {
        new ClusterDirectory(home(3).root()).delete();
        Roster roster = roster();
        assertThat(numbers(roster.wiped())).containsExactly(3);
        assertThat(numbers(roster.members())).containsExactly(1, 2);
        assertThat(roster.loss(directory))
                .hasValueSatisfying(loss -> assertThat(loss)
                        .startsWith("node 3 lost all data")
                        .contains("metroon members replace 3 --data " + data));
    }

    @Test
    void anotherDirectoryInAMembersPlace_isAStranger() throws Exception {
        EpochConfig known = founding.epoch();
        new ClusterDirectory(home(3).root()).delete();
        NodeStore.format(home(3), founding.cluster(), 3, known);
        assertThat(numbers(roster().strangers())).containsExactly(3);
    }

    @Test
    void aNodeThatWasReadmittedInANewerEpoch_isAMember() throws Exception {
        new ClusterDirectory(home(3).root()).delete();
        NodeStore fresh = NodeStore.format(home(3), founding.cluster(), 3, founding.epoch());
        Member again = new Member(
                3, fresh.meta().orElseThrow().identity().store(), Member.Role.JOINING, 0, "127.0.0.1:1", "127.0.0.1:2");
        enter(1, new MembershipChange.Replace(3, again));
        assertThat(numbers(roster().members())).containsExactly(1, 2, 3);
    }

    @Test
    void withoutAQuorumOfDirectories_nothingIsStarted_andTheLastResortIsNamed() throws Exception {
        new ClusterDirectory(home(2).root()).delete();
        new ClusterDirectory(home(3).root()).delete();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> roster().requireQuorum())
                .withMessageContaining("nodes 2, 3 lost all data")
                .withMessageContaining("2 of 3 voters are needed")
                .withMessageContaining("metroon members recover-quorum");
    }

    @Test
    void up_refusesAnotherEngineThanTheOneThatRuns_whateverTheClusterWasFoundedWith() throws Exception {
        cluster.write(data);
        enter(1, new MembershipChange.SwitchEngine(EpochConfig.Engine.RAFT));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new LocalCluster(directory, line -> {}).up(new UpRequest(null, null, "paxos")))
                .withMessageContaining("--engine paxos was asked for")
                .withMessageContaining("has raft");
    }

    @Test
    void up_countsTheMembers_notTheNodesOfTheFile() throws Exception {
        cluster.write(data);
        enter(1, new MembershipChange.Remove(3));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new LocalCluster(directory, line -> {}).up(new UpRequest(3, null, null)))
                .withMessageContaining("--nodes 3 was asked for")
                .withMessageContaining("has 2");
    }
}
