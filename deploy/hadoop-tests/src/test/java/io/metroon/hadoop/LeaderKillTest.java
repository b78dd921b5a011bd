package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hadoop fs}, told of three addresses as of a pair of NameNodes, while the leader is killed. */
@Tag("system")
class LeaderKillTest {
    private static final int KILLS = 2;

    @TempDir
    Path directory;

    @Test
    void filesThatHadoopFsWrote_areThere_afterLeadersWereKilledMeanwhile() throws Exception {
        try (Cluster cluster = Cluster.start(3)) {
            Path stop = directory.resolve("stop");
            List<String> arguments = new ArrayList<>(List.of(stop.toString()));
            arguments.addAll(cluster.addresses());
            CompletableFuture<Program.Result> round = CompletableFuture.supplyAsync(
                    () -> Program.run(Program.Client.UNSHADED, KillRound.class, arguments));
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    cluster.awaitChange();
                    cluster.killLeader();
                    cluster.awaitChange();
                    cluster.up();
                }
            } finally {
                Files.createFile(stop);
            }
            Program.Result result = round.join();
            Report.line(
                    "hadoop fs while %d leaders were killed: %s",
                    KILLS, result.output().strip());
            assertThat(result.exit()).as(result.output()).isZero();
        }
    }
}
