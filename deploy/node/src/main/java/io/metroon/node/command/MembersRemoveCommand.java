package io.metroon.node.command;

import io.metroon.node.local.LocalMembers;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code metroon members remove}. */
@Command(
        name = "remove",
        description = {
            "Take a node out of a cluster on this machine.",
            "Stops its process when nobody needs what it has. Its directory stays; you may delete it."
        })
public final class MembersRemoveCommand extends MembersVerb {
    @Parameters(paramLabel = "NODE", description = "Its number.")
    private int node;

    @Override
    String change(LocalMembers members) throws IOException, RefusedException {
        members.remove(node);
        return "Removed node " + node;
    }
}
