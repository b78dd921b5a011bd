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
 * {@code -Dsimulation.base=N} where they begin, {@code -Dsimulation.seconds=N} goes on until that time has passed.
 */
class SimulationTest {
    private static final int SEEDS = 500;

    /** Situations that a batch must reach, or the simulator no longer goes where the bugs are. */
    private static final List<String> SOMETIMES = List.of(
            "core: PROBED",
            "core: PREPARED",
            "core: LED",
            "core: STEPPED_DOWN",
            "core: RESENT",
            "core: CAUGHT_UP_BY_LOG",
            "core: DISK_STALLED",
            "core: QUORUM_LOST",
            "core: OVERLOADED",
            "core: VOTE_REPAIRED",
            "core: SNAPSHOT_WANTED",
            "core: SNAPSHOT_INSTALLED",
            "admin: DONE",
            "admin: NOT_CAUGHT_UP",
            "admin: OUTCOME_UNKNOWN",
            "admin: QUORUM_NOT_LIVE",
            "admin: add DONE",
            "admin: readmit DONE",
            "admin: remove DONE",
            "admin: set priority DONE",
            "admin: set quorums DONE",
            "admin: set role DONE",
            "admin: transfer DONE",
            "core: EPOCH_ENTERED",
            "core: EPOCH_JOINED",
            "core: LED_AT_ONCE",
            "core: NEWER_EPOCH_SEEN",
            "core: PROMOTED",
            "core: SEAL_RECOVERED",
            "core: SEAL_TOLD",
            "core: STRANGER_IGNORED",
            "core: TRANSFER_ABANDONED",
            "disk lost",
            "released member taken out of service",
            "admin: switch engine to PAXOS DONE",
            "admin: switch engine to RAFT DONE",
            "all snapshots rot",
            "chained connectivity",
            "command repeated",
            "constrained connectivity",
            "damaged snapshot set aside",
            "disk full",
            "disk rots",
            "disk stalls",
            "frame corrupted",
            "frame far too late",
            "frame repeated",
            "leader isolated",
            "liveness with a node down",
            "node stopped with cause",
            "node suspended",
            "one-way partition",
            "power cut inside a disk operation",
            "power lost everywhere",
            "proposal failed: OUTCOME_UNKNOWN",
            "quorum-loss connectivity",
            "restart storm",
            "snapshot made",
            "snapshot loaded",
            "started without any snapshot, the log cut",
            "swizzle");

    private static final Map<EpochConfig.Engine, List<String>> SOMETIMES_UNDER = Map.of(
            EpochConfig.Engine.PAXOS,
            List.of("core: REPROPOSED"),
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
