package io.metroon.node.command;

import io.metroon.node.local.LocalMembers;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code metroon members replace}. */
@Command(
        name = "replace",
        description = {
            "Give a node of a local cluster a new, empty directory.",
            "For a node that is dead, or lost its data, or gets another disk. It comes back under a new",
            "identity. Waits until it votes again and holds the content of every file; what was in its directory is",
            "deleted then."
        })
public final class MembersReplaceCommand extends MembersVerb {
    @Parameters(paramLabel = "NODE", description = "Its number.")
    private int node;

    @Option(
            names = "--give-up-content",
            description = "Go on although no other voter is known to hold the content of every file.")
    private boolean giveUpContent;

    @Override
    String change(LocalMembers members) throws IOException, RefusedException {
        members.replace(node, giveUpContent);
        return "Replaced node " + node;
    }
}
