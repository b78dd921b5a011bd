package io.metroon.consensus.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Freshness;
import io.metroon.consensus.Input;
import io.metroon.consensus.Lease;
import io.metroon.consensus.Message;
import io.metroon.consensus.ReadSettings;
import io.metroon.consensus.SteadyTime;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.paxos.ScriptedCluster;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases, quorum reads and bounded staleness in a cluster moved by hand, under both engines. */
class ReadLevelsTest {
    private static final long TICK = 10_000_000;
    /** As long as an election timeout. */
    private static final long SPAN = 10 * TICK;

    private static final long MARGIN = 2 * TICK;
    private static final ConsensusSettings LEASES =
            ScriptedCluster.SETTINGS.withReads(ReadSettings.DEFAULT.withLease(SPAN, 0.1, MARGIN));

    private long now;

    private static ScriptedCluster cluster(EpochConfig.Engine engine) {
        return new ScriptedCluster(3, 0, engine, LEASES);
    }

    private void tick(ScriptedCluster cluster, int... ids) {
        now += TICK;
        for (int id : ids) {
            cluster.node(id).step(new Input.Tick(now / 1_000_000, now));
            cluster.node(id).step(new Input.Flush());
        }
        cluster.settle();
    }

    private void ticks(ScriptedCluster cluster, int count) {
        for (int i = 0; i < count; i++) {
            tick(cluster, 1, 2, 3);
        }
    }

    private Node awaitLease(ScriptedCluster cluster) {
        for (int i = 0; i < 500; i++) {
            tick(cluster, 1, 2, 3);
            for (Node node : cluster.nodes.values()) {
                if (node.view().canServe() && leaseOf(node).holdsAt(time())) {
                    return node;
                }
            }
        }
        throw new IllegalStateException("nobody holds a lease");
    }

    private SteadyTime time() {
        return new SteadyTime(now, now);
    }

    private static Lease leaseOf(Node node) {
        return last(node, Effect.LeaseChanged.class, new Effect.LeaseChanged(Lease.NONE))
                .lease();
    }

    private static Freshness freshnessOf(Node node) {
        return last(node, Effect.FreshnessConfirmed.class, new Effect.FreshnessConfirmed(Freshness.NONE))
                .freshness();
    }

    private static <E extends Effect> E last(Node node, Class<E> kind, E otherwise) {
        return only(node.seen, kind).reduce((one, other) -> other).orElse(otherwise);
    }

    private static <E> Stream<E> only(List<? super E> all, Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }

    private static int[] othersThan(Node leader) {
        return new int[] {leader.id % 3 + 1, (leader.id + 1) % 3 + 1};
    }

    // ---- leases ----

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void b12_aLeaseCountsFromWhenItsRoundWasSent(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        SteadyTime since = leaseOf(leader).since();
        assertThat(since.monotonicNanos()).isLessThanOrEqualTo(now);
        assertThat(leaseOf(leader).untilNanos() - since.monotonicNanos()).isEqualTo((long) (SPAN * 0.9) - MARGIN);
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aLeaderThatReachesNobody_holdsNoLeaseWhenAnotherIsElected(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        int[] others = othersThan(leader);
        cluster.cut(leader.id);
        // As if their connections broke: without a pledge they would stand at once.
        for (int other : others) {
            cluster.node(other).step(new Input.PeerDown(leader.id));
        }
        while (Stream.of(cluster.node(others[0]), cluster.node(others[1]))
                .noneMatch(node -> node.view().role() == Role.LEADING)) {
            assertThat(now).as("somebody is elected in the end").isLessThan(1_000 * TICK);
            tick(cluster, others);
        }
        assertThat(leaseOf(leader).holdsAt(time())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aVoterThatStartsAgain_keepsSilentForTheSpan(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        int[] others = othersThan(leader);
        cluster.cut(leader.id);
        long began = now;
        for (int other : others) {
            cluster.node(other).restart();
        }
        while (now - began <= SPAN) {
            tick(cluster, others);
            assertThat(cluster.node(others[0]).view().role()).isEqualTo(Role.FOLLOWER);
            assertThat(cluster.node(others[1]).view().role()).isEqualTo(Role.FOLLOWER);
        }
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aSuspendedMachine_dropsItsLease(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        long wallAfterSuspend = now + 50 * TICK;
        assertThat(leaseOf(leader).holdsAt(new SteadyTime(now, wallAfterSuspend)))
                .isFalse();
        leader.step(new Input.Tick((wallAfterSuspend + TICK) / 1_000_000, now + TICK));
        assertThat(leaseOf(leader)).isEqualTo(Lease.NONE);
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aTransfer_givesTheLeaseUpBeforeAnybodyIsToldToTakeOver(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        ticks(cluster, 20);
        int target = othersThan(leader)[0];
        leader.seen.clear();
        leader.step(new Input.AdminAsked(1, new Admin.Transfer(target)));
        List<Effect> order = leader.seen.stream()
                .filter(effect -> effect instanceof Effect.LeaseChanged
                        || (effect instanceof Effect.Send send && send.message() instanceof Message.Transfer))
                .toList();
        assertThat(order).first().isEqualTo(new Effect.LeaseChanged(Lease.NONE));
        assertThat(order).hasSizeGreaterThan(1);
        cluster.settle();
        ticks(cluster, 3);
        assertThat(cluster.node(target).view().role())
                .as("nobody owes the old leader anything")
                .isEqualTo(Role.LEADING);
    }

    // ---- quorum reads ----

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aQuorumRead_seesWhatItsNodeHasNotHeardOf(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        Node lagging = cluster.node(othersThan(leader)[0]);
        cluster.cut(lagging.id);
        leader.propose("a");
        cluster.settle();
        cluster.join(lagging.id);
        cluster.cut(leader.id);
        lagging.seen.clear();
        lagging.step(new Input.QuorumRead(5));
        cluster.settle();
        assertThat(only(lagging.seen, Effect.ReadReady.class))
                .containsExactly(new Effect.ReadReady(5, leader.view().lastSlot()));
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aQuorumReadOfTooFewVoters_isNotAnswered(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        leader.seen.clear();
        cluster.cut(othersThan(leader));
        leader.step(new Input.QuorumRead(5));
        cluster.settle();
        assertThat(leader.seen).noneMatch(Effect.ReadReady.class::isInstance);
    }

    // ---- bounded staleness ----

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aStamp_isEchoedOnlyBehindARoundThatWasSentAfterItCame(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        ticks(cluster, 20);
        for (int other : othersThan(leader)) {
            Freshness freshness = freshnessOf(cluster.node(other));
            long age = freshness.ageNanos(time());
            assertThat(age)
                    .as("a heartbeat for the round that confirms, one for the echo")
                    .isBetween(2L * LEASES.heartbeatTicks() * TICK, 4L * LEASES.heartbeatTicks() * TICK);
            assertThat(freshness.slot()).isLessThanOrEqualTo(leader.view().chosenUpTo());
        }
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void aReplicaThatHearsNobody_growsStale(EpochConfig.Engine engine) {
        ScriptedCluster cluster = cluster(engine);
        Node leader = awaitLease(cluster);
        ticks(cluster, 20);
        Node alone = cluster.node(othersThan(leader)[0]);
        cluster.cut(alone.id);
        long before = freshnessOf(alone).ageNanos(time());
        ticks(cluster, 30);
        assertThat(freshnessOf(alone).ageNanos(time())).isEqualTo(before + 30 * TICK);
    }
}
