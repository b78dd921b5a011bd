package io.metroon.node.command;

import io.metroon.client.ClusterChange;
import io.metroon.node.local.LocalMembers;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon members add}. */
@Command(
        name = "add",
        description = {
            "Add a node to a cluster on this machine.",
            "Makes a directory for it, starts its process, and waits until it votes."
        })
public final class MembersAddCommand extends MembersVerb {
    @Option(names = "--learner", description = "Let it only learn: \"metroon members promote\" makes it a voter later.")
    private boolean learner;

    @Option(names = "--priority", paramLabel = "N", description = "Its wish to lead, 0 to 100 (default: 0).")
    private int priority;

    @Override
    String change(LocalMembers members) throws IOException, RefusedException {
        ClusterChange.Role role = learner ? ClusterChange.Role.LEARNER : ClusterChange.Role.JOINING;
        int node = members.add(role, priority);
        return "Added node " + node + ", " + (learner ? "a learner" : "a voter");
    }
}
