package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The batch of every build: the seeds that ever failed, then fresh ones. {@code -Dsimulation.seeds=N} sets how many,
 * {@code -Dsimulation.base=N} where they begin, {@code -Dsimulation.seconds=N} goes on until that time has passed, and
 * {@code -Dsimulation.long=N} sets how many of about a million steps follow.
 */
class SimulationTest {
    private static final int SEEDS = 2_000;

    /** Situations that a batch must reach, or the simulator no longer goes where the bugs are. */
    private static final List<String> SOMETIMES = List.of(
            "core: RESENT",
            "core: CAUGHT_UP_BY_LOG",
            "core: DISK_STALLED",
            "core: QUORUM_LOST",
            "core: OVERLOADED",
            "core: VOTE_REPAIRED",
            "core: SNAPSHOT_INSTALLED",
            "core: STEPPED_DOWN",
            "core: EPOCH_ENTERED",
            "core: EPOCH_JOINED",
            "core: LED_AT_ONCE",
            "core: NEWER_EPOCH_SEEN",
            "core: PROMOTED",
            "core: SEAL_RECOVERED",
            "core: SEAL_TOLD",
            "core: STRANGER_IGNORED",
            "core: TRANSFER_ABANDONED",
            "core: TRANSFER_OBEYED",
            "core: RELEASED",
            "void votes behind a seal",
            "leader change with half the window open",
            "leader deposed with proposals open",
            "two nodes believe that they lead",
            "led from behind what others knew chosen",
            "led under unequal quorums",
            "led an even number of voters",
            "cluster of one",
            "cluster of two",
            "leadership transferred under load",
            "epoch changed under load",
            "seal chosen while the leader's state lags",
            "started in an epoch that was over",
            "wiped store refused",
            "vote of a witness was decisive",
            "taught by a node that doesn't lead",
            "repeated command took no effect again",
            "snapshot installed below votes that stay",
            "snapshot source switched midway",
            "damaged snapshot set aside",
            "started without any snapshot, the log cut",
            "wrote on after there had been no room",
            "no room for a snapshot",
            "no room for the log",
            "sync failed of the log",
            "sync failed of the next segment",
            "sync failed of a snapshot",
            "power cut in the log",
            "power cut in the next segment",
            "power cut in a snapshot",
            "power cut in the meta file",
            "read failed of the log",
            "write was lost",
            "write was torn",
            "write went elsewhere",
            "all snapshots rot",
            "node stopped with cause",
            "node closed in order",
            "node suspended",
            "power lost everywhere",
            "successor cut off, and its predecessor back",
            "chained connectivity",
            "constrained connectivity",
            "quorum-loss connectivity",
            "frame far too late",
            "released member taken out of service",
            "disk lost",
            "proposal failed: OUTCOME_UNKNOWN",
            "admin: NOT_CAUGHT_UP",
            "admin: QUORUM_NOT_LIVE",
            "admin: OUTCOME_UNKNOWN",
            "admin: readmit DONE",
            "admin: switch engine to PAXOS DONE",
            "admin: switch engine to RAFT DONE",
            "read Linearizable",
            "read Quorum",
            "read Lease",
            "read Bounded",
            "read AtLeast",
            "read asked of one that leads no more",
            "core: LEASE_BEGUN",
            "core: LEASE_DROPPED",
            "core: CLOCKS_DISAGREED",
            "wall clock jumps",
            "process paused",
            "liveness with a node down");

    private static final Map<EpochConfig.Engine, List<String>> SOMETIMES_UNDER = Map.of(
            EpochConfig.Engine.PAXOS,
            List.of(
                    "core: REPROPOSED",
                    "damaged vote in a promise",
                    "led over damaged votes",
                    "promise in several parts",
                    "two ballots in a duel"),
            EpochConfig.Engine.RAFT,
            List.of(
                    "core: TRUNCATED",
                    "core: MISMATCHED",
                    "core: VOTE_REFUSED",
                    "core: HELD_BACK_BY_DAMAGE",
                    "core: COMMITTED_INDIRECTLY"));

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void everyInvariantHolds_onEverySeed(EpochConfig.Engine engine) {
        Batch batch = new Batch(engine);
        Batch.corpus(engine).forEach(batch::run);
        long base = FreshSeeds.base();
        Batch.print("simulation: fresh seeds from " + base);
        long seconds = Long.getLong("simulation.seconds", 0);
        long begun = System.nanoTime();
        int least = Integer.getInteger("simulation.seeds", SEEDS);
        for (long i = 0; i < least || System.nanoTime() - begun < seconds * 1_000_000_000L; i++) {
            batch.run(base + i);
        }
        for (int i = 0; i < Integer.getInteger("simulation.long", 0); i++) {
            batch.runLong(base + i);
        }
        batch.publish();
        assertThat(batch.failures()).isEmpty();
        if (batch.seeds() >= SEEDS) {
            List<String> expected = new ArrayList<>(SOMETIMES);
            expected.addAll(SOMETIMES_UNDER.getOrDefault(engine, List.of()));
            assertThat(expected)
                    .allSatisfy(situation -> assertThat(batch.coverage().count(situation))
                            .as("times that a batch of %d seeds reached: %s", batch.seeds(), situation)
                            .isPositive());
        }
    }
}
