package io.metroon.node;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterView;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.StateDigest;
import io.metroon.node.config.NodeConfig;
import io.metroon.replica.Replica;
import io.metroon.replica.ReplicaStatus;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of the cluster: of this node from its replica, of the others from themselves. */
final class NodeClusterView implements ClusterView {
    private static final Duration READY_WITHIN = Duration.ofMillis(500);
    private static final String UNKNOWN_ENGINE = "paxos";

    private final NodeConfig config;
    private final ClusterId cluster;
    private final Namespace namespace;
    private final PeerReports peers;
    private final Executor readers;
    private volatile @Nullable Replica<Answer> replica;

    NodeClusterView(NodeConfig config, ClusterId cluster, Namespace namespace, PeerReports peers, Executor readers) {
        this.config = config;
        this.cluster = cluster;
        this.namespace = namespace;
        this.peers = peers;
        this.readers = readers;
    }

    void serve(Replica<Answer> opened) {
        replica = opened;
    }

    @Override
    public String nodeId() {
        return Integer.toString(config.node());
    }

    @Override
    public Set<String> origins() {
        return config.members().stream()
                .map(member -> "http://" + member.http())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public CompletionStage<ClusterStatus> status() {
        List<Future<ClusterStatus.Node>> lines =
                config.members().stream().map(this::line).toList();
        return Future.join(lines)
                .map(all -> status(lines.stream().map(Future::result).toList()))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<ClusterStatus> ownStatus() {
        return own().thenApply(line -> status(List.of(line)));
    }

    private Future<ClusterStatus.Node> line(NodeConfig.Addresses member) {
        return member.node() == config.node()
                ? Future.fromCompletionStage(own())
                : peers.of(member.http()).otherwise(failure -> unreachable(member));
    }

    private CompletableFuture<ClusterStatus.Node> own() {
        Replica<Answer> serving = replica;
        CompletableFuture<Boolean> ready = serving == null
                ? CompletableFuture.completedFuture(false)
                : serving.readIndex(READY_WITHIN).handle((index, failure) -> failure == null);
        return ready.thenApplyAsync(isReady -> own(isReady, serving == null ? null : serving.status()), readers);
    }

    private ClusterStatus.Node own(boolean ready, @Nullable ReplicaStatus status) {
        StateDigest state = namespace.digest();
        Long lag = status == null ? null : Math.max(0, status.view().knownChosenUpTo() - state.revision());
        return new ClusterStatus.Node(
                nodeId(),
                "http://" + config.own().http(),
                config.own().peer().toString(),
                role(status),
                ready,
                state.revision(),
                lag,
                diskFree(),
                state.digest().toString());
    }

    private static String role(@Nullable ReplicaStatus status) {
        if (status == null) {
            return "recovering";
        }
        return switch (status.view().role()) {
            case LEADING -> "leader";
            case PROBING, PREPARING -> "candidate";
            case FOLLOWER -> "follower";
        };
    }

    private @Nullable Long diskFree() {
        try {
            return Files.getFileStore(config.data()).getUsableSpace();
        } catch (IOException e) {
            return null;
        }
    }

    private static ClusterStatus.Node unreachable(NodeConfig.Addresses member) {
        return new ClusterStatus.Node(
                Integer.toString(member.node()),
                "http://" + member.http(),
                member.peer().toString(),
                "unreachable",
                false,
                null,
                null,
                null,
                null);
    }

    private static String engine(@Nullable Replica<Answer> serving) {
        return serving == null
                ? UNKNOWN_ENGINE
                : serving.epoch().engine().name().toLowerCase(Locale.ROOT);
    }

    private ClusterStatus status(List<ClusterStatus.Node> lines) {
        Replica<Answer> serving = replica;
        CoreView view = serving == null ? null : serving.status().view();
        return new ClusterStatus(
                cluster.toString(),
                view == null ? 1 : view.epoch(),
                engine(serving),
                namespace.revision(),
                view == null || view.leader() == 0 ? null : Integer.toString(view.leader()),
                lines);
    }
}
