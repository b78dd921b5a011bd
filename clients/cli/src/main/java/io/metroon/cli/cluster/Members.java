package io.metroon.cli.cluster;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.Cluster;
import io.metroon.client.ClusterChange;
import io.metroon.client.MetroonClient;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code members}. */
@Command(
        name = "members",
        description = {
            "Show and change who belongs to a cluster, while it is in use.",
            "Each change begins an epoch. One that could cost the quorum is refused."
        },
        subcommands = {
            Members.ListVerb.class,
            Members.Promote.class,
            Members.RoleVerb.class,
            Members.Priority.class,
            Members.Quorums.class,
            Members.TransferLeader.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Members implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what about the members? \"metroon members list\" lists them");
    }

    /** {@code members list}. */
    @Command(name = "list", description = "List the members of the epoch in force.")
    static final class ListVerb implements Runnable {
        private static final String COLUMNS = "%-4s %-28s %-22s %-8s %-11s %8s %s";

        @Mixin
        private ClusterOptions cluster;

        @Mixin
        private Printing print;

        @Override
        public void run() {
            try (MetroonClient client = cluster.connect()) {
                Cluster seen = client.blocking().cluster();
                print.json(json -> ClusterText.fill(json, seen));
                print.line(String.format(
                        Locale.ROOT,
                        "Epoch %d, %s: %d voters elect, %d decide",
                        seen.epoch(),
                        seen.engine(),
                        seen.quorums().phase1(),
                        seen.quorums().phase2()));
                print.line(String.format(COLUMNS, "NODE", "HTTP", "PEER", "MEMBER", "ROLE", "PRIORITY", "READY"));
                seen.nodes().forEach(this::show);
            }
        }

        private void show(Cluster.Node node) {
            print.line(String.format(
                    COLUMNS,
                    node.id(),
                    node.url(),
                    node.peer(),
                    node.membership().role(),
                    node.role(),
                    node.membership().priority(),
                    node.ready() ? "yes" : "no"));
        }
    }

    /** {@code members promote}. */
    @Command(name = "promote", description = "Let a learner or a witness be a voter. It must have caught up.")
    static final class Promote extends Change {
        @Parameters(paramLabel = "NODE", description = "Its number.")
        private int node;

        @Override
        ClusterChange change() {
            return new ClusterChange.SetRole(node, ClusterChange.Role.VOTER);
        }
    }

    /** {@code members role}. */
    @Command(name = "role", description = "Give a member another role.")
    static final class RoleVerb extends Change {
        @Parameters(index = "0", paramLabel = "NODE", description = "Its number.")
        private int node;

        @Parameters(
                index = "1",
                paramLabel = "ROLE",
                description = {
                    "voter: votes and may lead; learner: only learns;",
                    "joining: becomes a voter when it has caught up; witness: votes, never leads."
                })
        private ClusterChange.Role role;

        @Override
        ClusterChange change() {
            return new ClusterChange.SetRole(node, role);
        }
    }

    /** {@code members priority}. */
    @Command(name = "priority", description = "Set a member's wish to lead: a higher one waits less before it stands.")
    static final class Priority extends Change {
        @Parameters(index = "0", paramLabel = "NODE", description = "Its number.")
        private int node;

        @Parameters(index = "1", paramLabel = "PRIORITY", description = "0 to 100.")
        private int priority;

        @Override
        ClusterChange change() {
            return new ClusterChange.SetPriority(node, priority);
        }
    }

    /** {@code members quorums}. */
    @Command(
            name = "quorums",
            description = {
                "Set how many voters elect a leader and how many decide: together more than there are.",
                "They return to the usual ones when the number of voters changes."
            })
    static final class Quorums extends Change {
        @Parameters(index = "0", paramLabel = "PHASE1", description = "Voters that elect a leader.")
        private int phase1;

        @Parameters(index = "1", paramLabel = "PHASE2", description = "Voters that decide.")
        private int phase2;

        @Override
        ClusterChange change() {
            return new ClusterChange.SetQuorums(phase1, phase2);
        }
    }

    /** {@code members transfer-leader}. */
    @Command(name = "transfer-leader", description = "Let another voter lead. No write is lost, none waits long.")
    static final class TransferLeader extends Change {
        @Parameters(paramLabel = "NODE", description = "Its number.")
        private int node;

        @Override
        ClusterChange change() {
            return new ClusterChange.TransferLeader(node);
        }
    }
}
