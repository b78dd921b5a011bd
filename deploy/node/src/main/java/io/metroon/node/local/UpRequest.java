package io.metroon.node.local;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.node.config.Address;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code metroon up} was asked for; absent values mean the directory's, or the default of a new cluster.
 *
 * @param nodes how many
 * @param httpPort of the first node; the next nodes take the next ports, peers listen 100 above
 * @param engine consensus engine
 */
public record UpRequest(
        @Nullable Integer nodes,
        @Nullable Integer httpPort,
        @Nullable String engine) {
    static final int NODES = 3;
    static final int HTTP_PORT = 8420;
    static final int PEER_PORT_OFFSET = 100;
    static final String ENGINE = "paxos";
    /** What an engine is called on the command line. */
    static final Map<String, EpochConfig.Engine> ENGINES =
            Map.of(ENGINE, EpochConfig.Engine.PAXOS, "raft", EpochConfig.Engine.RAFT);

    private static final int NODES_MAX = 9;

    /**
     * Checks each value alone.
     *
     * @throws RefusedException naming the value and the bounds
     */
    UpRequest checked() throws RefusedException {
        if (nodes != null && (nodes < 1 || nodes > NODES_MAX)) {
            throw RefusedException.usage("--nodes takes 1 to " + NODES_MAX + ", not " + nodes);
        }
        if (httpPort != null && (httpPort < 1 || httpPort + PEER_PORT_OFFSET + NODES_MAX > 65_535)) {
            throw RefusedException.usage(
                    "--http-port takes 1 to " + (65_535 - PEER_PORT_OFFSET - NODES_MAX) + ", not " + httpPort);
        }
        if (engine != null && !ENGINES.containsKey(engine)) {
            throw RefusedException.usage("--engine takes paxos or raft, not " + engine);
        }
        return this;
    }

    /** Where clients reach a node. */
    public static Address http(int basePort, int node) {
        return Address.loopback(basePort + node - 1);
    }

    /** Where other nodes reach a node. */
    public static Address peer(int basePort, int node) {
        return Address.loopback(basePort + PEER_PORT_OFFSET + node - 1);
    }

    int nodesOrDefault() {
        return nodes == null ? NODES : nodes;
    }

    String engineOrDefault() {
        return engine == null ? ENGINE : engine;
    }

    int httpPortOrDefault() {
        return httpPort == null ? HTTP_PORT : httpPort;
    }
}
