package io.metroon.gateway;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a gateway can tell about the nodes behind it. Thread-safe; never blocks the caller. */
public interface ClusterView {
    /** The node that this gateway is part of. */
    String nodeId();

    /** The origins of all gateways of the cluster, such as {@code http://127.0.0.1:8420}; their pages may read ours. */
    Set<String> origins();

    /**
     * The state of the cluster as this node knows it. Completes also without a quorum; fails with a
     * {@link io.metroon.namespace.ServiceException}.
     */
    CompletionStage<ClusterStatus> status();

    /**
     * The same with this node's line only, asking no other node: {@code ?self}, which is how nodes learn each
     * other's lines.
     */
    default CompletionStage<ClusterStatus> ownStatus() {
        return status();
    }
}
