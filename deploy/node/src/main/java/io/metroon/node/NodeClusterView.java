package io.metroon.node;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterStatus.Membership;
import io.metroon.gateway.ClusterView;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.StateDigest;
import io.metroon.node.config.Address;
import io.metroon.node.config.NodeConfig;
import io.metroon.replica.Replica;
import io.metroon.replica.ReplicaStatus;
import io.metroon.replica.log.NodeIdentity;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of the cluster: who belongs to it from the epoch in force, how this node is from its replica, how the others
 * are from themselves.
 */
final class NodeClusterView implements ClusterView {
    private static final Duration READY_WITHIN = Duration.ofMillis(500);

    private final NodeConfig config;
    private final NodeIdentity identity;
    private final EpochConfig started;
    private final Namespace namespace;
    private final PeerReports peers;
    private final Supplier<Optional<ContentKeeper.Compared>> compared;
    private final Supplier<List<String>> contentAlarms;
    private final Executor readers;
    private volatile @Nullable Replica<Answer> replica;

    /**
     * A view of this node's cluster.
     *
     * @param started the newest epoch known when the node started, with the addresses that it was told then
     * @param compared what comparing content found last
     * @param contentAlarms what an operator should know of content, a sentence each
     * @param readers runs what computes a digest
     */
    NodeClusterView(
            NodeConfig config,
            NodeIdentity identity,
            EpochConfig started,
            Namespace namespace,
            PeerReports peers,
            Supplier<Optional<ContentKeeper.Compared>> compared,
            Supplier<List<String>> contentAlarms,
            Executor readers) {
        this.config = config;
        this.identity = identity;
        this.started = started;
        this.namespace = namespace;
        this.peers = peers;
        this.compared = compared;
        this.contentAlarms = contentAlarms;
        this.readers = readers;
    }

    void serve(Replica<Answer> opened) {
        replica = opened;
    }

    @Override
    public String nodeId() {
        return Integer.toString(config.node());
    }

    private EpochConfig epoch() {
        Replica<Answer> serving = replica;
        return serving == null ? started : serving.epoch();
    }

    /** Where a member is: as this node was told when it started, unless another data directory has taken its place. */
    private Member addressed(Member member) {
        return started.member(member.node())
                .filter(known -> known.store().equals(member.store()))
                .map(known -> new Member(
                        member.node(),
                        member.store(),
                        member.role(),
                        member.priority(),
                        known.peerAddress(),
                        known.httpAddress()))
                .orElse(member);
    }

    @Override
    public Set<String> origins() {
        return epoch().members().stream()
                .map(member -> "http://" + addressed(member).httpAddress())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public CompletionStage<ClusterStatus> status() {
        EpochConfig epoch = epoch();
        List<Future<ClusterStatus.Node>> lines =
                epoch.members().stream().map(this::addressed).map(this::line).toList();
        return Future.join(lines)
                .map(all -> status(epoch, lines.stream().map(Future::result).toList()))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<ClusterStatus> ownStatus() {
        return own().thenApply(line -> status(epoch(), List.of(line)));
    }

    private Future<ClusterStatus.Node> line(Member member) {
        return member.node() == config.node() && member.store().equals(identity.store())
                ? Future.fromCompletionStage(own())
                : peers.of(Address.parse(member.httpAddress()))
                        .map(report -> told(member, report))
                        .otherwise(failure -> unreachable(member));
    }

    /** What a member says of itself; what it is to the epoch this node knows better. */
    private static ClusterStatus.Node told(Member member, ClusterStatus.Node report) {
        Membership membership = membership(member);
        if (!report.membership().store().equals(membership.store())) {
            return unreachable(member);
        }
        return new ClusterStatus.Node(
                Integer.toString(member.node()),
                "http://" + member.httpAddress(),
                member.peerAddress(),
                report.role(),
                membership,
                report.ready(),
                report.applied(),
                report.lag(),
                report.diskFree(),
                report.digest(),
                report.alarms(),
                report.contentRevision(),
                report.contentLacking());
    }

    private static ClusterStatus.Node unreachable(Member member) {
        return new ClusterStatus.Node(
                Integer.toString(member.node()),
                "http://" + member.httpAddress(),
                member.peerAddress(),
                "unreachable",
                membership(member),
                false,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null);
    }

    private static Membership membership(Member member) {
        String role = member.role().name().toLowerCase(Locale.ROOT);
        return new Membership(role, member.priority(), member.store().toString());
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
        Optional<ContentKeeper.Compared> content = compared.get();
        Long lag = status == null ? null : Math.max(0, status.view().knownChosenUpTo() - state.revision());
        return new ClusterStatus.Node(
                nodeId(),
                "http://" + config.own().http(),
                config.own().peer().toString(),
                role(status),
                ownMembership(status),
                ready,
                state.revision(),
                lag,
                diskFree(),
                state.digest().toString(),
                status == null ? List.of() : alarms(status),
                content.map(ContentKeeper.Compared::revision).orElse(null),
                content.map(ContentKeeper.Compared::lacking).orElse(null));
    }

    private List<String> alarms(ReplicaStatus status) {
        List<String> alarms = new ArrayList<>(status.alarms());
        alarms.addAll(contentAlarms.get());
        return alarms;
    }

    private Membership ownMembership(@Nullable ReplicaStatus status) {
        EpochConfig epoch = status == null ? started : status.config();
        if (epoch.lists(config.node(), identity.store())) {
            return membership(epoch.member(config.node()).orElseThrow());
        }
        boolean released = status != null && status.view().standing() == CoreView.Standing.RELEASED;
        return new Membership(
                released ? "released" : "outsider", 0, identity.store().toString());
    }

    private static String role(@Nullable ReplicaStatus status) {
        if (status == null) {
            return "recovering";
        }
        if (!status.quarantined().isEmpty()) {
            return "quarantined";
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

    private ClusterStatus status(EpochConfig epoch, List<ClusterStatus.Node> lines) {
        Replica<Answer> serving = replica;
        int leader = serving == null ? 0 : serving.status().view().leader();
        return new ClusterStatus(
                identity.cluster().toString(),
                epoch.epoch(),
                epoch.engine().name().toLowerCase(Locale.ROOT),
                namespace.revision(),
                leader == 0 ? null : Integer.toString(leader),
                new ClusterStatus.Quorums(epoch.phase1Quorum(), epoch.phase2Quorum()),
                lines);
    }
}
