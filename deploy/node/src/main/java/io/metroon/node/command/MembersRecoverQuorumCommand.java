package io.metroon.node.command;

import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.QuorumRecovery;
import io.metroon.node.local.QuorumRecovery.Survivor;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon members recover-quorum}. */
@Command(
        name = "recover-quorum",
        description = {
            "The last resort when a quorum is lost for good.",
            "One survivor goes on alone. Says what that gives up, and does it only with --give-up.",
            "All nodes must be stopped. A backup may be the better choice."
        })
public final class MembersRecoverQuorumCommand extends LocalCommand {
    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is (default: ~/.metroon/default).")
    private @Nullable Path data;

    @Option(names = "--node", paramLabel = "N", description = "Who goes on (default: the one that holds most).")
    private @Nullable Integer node;

    @Option(names = "--give-up", description = "Do it: what the list says is lost.")
    private boolean givesUp;

    @Override
    public String below() {
        return "members";
    }

    @Override
    void run(Output out) throws IOException, RefusedException {
        ClusterDirectory directory = directory(data);
        QuorumRecovery recovery = new QuorumRecovery(directory);
        List<Survivor> survivors = recovery.survivors();
        Survivor chosen = survivors.stream()
                .filter(survivor -> node == null || node == survivor.node())
                .findFirst()
                .orElseThrow(() -> RefusedException.usage("node " + node + " is not among the survivors"));
        if (!givesUp) {
            out.result(new Loss(survivors, chosen));
            throw RefusedException.refused("EPERM", "nothing was done; --give-up does it, and there is no way back");
        }
        long epoch = recovery.proceed(chosen);
        out.result(new LinesReport(
                "done",
                List.of(
                        "Node " + chosen.node() + " goes on alone, in epoch " + epoch
                                + ", with everything up to revision "
                                + chosen.assessment().keptUpTo(),
                        "Start it with metroon up --data " + directory.display()
                                + ", then add others with metroon members add")));
    }

    private record Loss(List<Survivor> survivors, Survivor chosen) implements Report {
        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (Survivor survivor : survivors) {
                lines.add("Node " + survivor.node() + " holds everything up to revision "
                        + survivor.assessment().keptUpTo());
            }
            lines.add("Going on with node " + chosen.node() + " alone gives up:");
            chosen.assessment().givesUp().forEach(loss -> lines.add("  - " + loss));
            return lines;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put(
                    "survivors",
                    survivors.stream()
                            .map(survivor -> Map.of(
                                    "node",
                                    survivor.node(),
                                    "keptUpTo",
                                    survivor.assessment().keptUpTo()))
                            .toList());
            json.put("node", chosen.node());
            json.put("givesUp", chosen.assessment().givesUp());
            return json;
        }
    }
}
