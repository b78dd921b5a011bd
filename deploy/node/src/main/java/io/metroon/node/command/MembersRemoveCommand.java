package io.metroon.node.command;

import io.metroon.node.local.LocalMembers;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--give-up-content",
            description = "Go on although no other voter is known to hold the content of every file.")
    private boolean giveUpContent;

    @Override
    String change(LocalMembers members) throws IOException, RefusedException {
        members.remove(node, giveUpContent);
        return "Removed node " + node;
    }
}
