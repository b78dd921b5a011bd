package io.metroon.node.command;

import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.LocalCluster;
import io.metroon.node.local.RefusedException;
import io.metroon.node.local.Running;
import io.metroon.node.local.UpRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon up}. */
@Command(
        name = "up",
        description = "Start a cluster on this machine, in the background, and wait until it serves.",
        footer = {
            "",
            "Each node is a process with a heap of 256 MiB; METROON_JAVA_OPTS changes that.",
            "Peers listen on the HTTP port + 100. Everything binds 127.0.0.1."
        })
public final class UpCommand extends LocalCommand {
    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes (default of a new cluster: 3).")
    private @Nullable Integer nodes;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is (default: ~/.metroon/default).")
    private @Nullable Path data;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "HTTP port of the first node (default: what it was, 8420 of a new cluster).")
    private @Nullable Integer httpPort;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "Consensus engine: paxos (default) or raft.")
    private @Nullable String engine;

    @Override
    void run(Output out) throws IOException, RefusedException {
        ClusterDirectory directory = directory(data);
        Running running = new LocalCluster(directory, out::progress).up(new UpRequest(nodes, httpPort, engine));
        out.result(new UpReport(running));
        if (running.loss().isPresent()) {
            throw RefusedException.refused("ENODATA", running.loss().get());
        }
    }
}
