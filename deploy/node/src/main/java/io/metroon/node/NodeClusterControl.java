package io.metroon.node;

import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.AdminOutcome.Verdict;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.gateway.ClusterChange;
import io.metroon.gateway.ClusterControl;
import io.metroon.gateway.ClusterOutcome;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.ServiceException;
import io.metroon.replica.Replica;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts operators' requests to the replica, which passes them on to the leader. What a leader refuses only because it has
 * just begun, or hasn't heard of everybody yet, is asked again for two seconds before the operator is told.
 */
final class NodeClusterControl implements ClusterControl {
    private static final Set<Verdict> MOMENTARY =
            EnumSet.of(Verdict.NO_LEADER, Verdict.CHANGE_PENDING, Verdict.QUORUM_NOT_LIVE, Verdict.NO_ELIGIBLE_LEADER);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);
    private static final long ASK_AGAIN_MILLIS = 50;
    private static final long ASK_AGAIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    private final Vertx vertx;
    private volatile @Nullable Replica<Answer> replica;

    NodeClusterControl(Vertx vertx) {
        this.vertx = vertx;
    }

    void serve(Replica<Answer> opened) {
        replica = opened;
    }

    @Override
    public CompletionStage<ClusterOutcome> change(ClusterChange change, OptionalLong onlyIn, Duration patience) {
        Replica<Answer> serving = replica;
        if (serving == null) {
            return CompletableFuture.failedFuture(
                    new ServiceException(ServiceException.Kind.UNAVAILABLE, "this node is still reading its log"));
        }
        return new Request(serving, change, onlyIn, System.nanoTime(), patience)
                .ask()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(ReplicatedNamespace.translate(failure)));
    }

    /** One request, asked as often as it takes. */
    private final class Request {
        private final Replica<Answer> serving;
        private final ClusterChange change;
        private final OptionalLong onlyIn;
        private final long beganNanos;
        private final Duration patience;

        Request(
                Replica<Answer> serving,
                ClusterChange change,
                OptionalLong onlyIn,
                long beganNanos,
                Duration patience) {
            this.serving = serving;
            this.change = change;
            this.onlyIn = onlyIn;
            this.beganNanos = beganNanos;
            this.patience = patience;
        }

        CompletableFuture<ClusterOutcome> ask() {
            return once().thenCompose(this::seenHere)
                    .thenCompose(outcome -> mayAskAgain(outcome) ? later() : completed(outcome));
        }

        /** The leader is in the new epoch before this node may be: whoever looks here next is to see it. */
        private CompletableFuture<AdminOutcome> seenHere(AdminOutcome outcome) {
            return outcome.isDone() && !followsWhoWasNamed()
                    ? serving.readIndex(SEEN_WITHIN).handle((index, failure) -> outcome)
                    : CompletableFuture.completedFuture(outcome);
        }

        /** A transfer changes nothing but who is followed: the leader that stepped down knows without asking. */
        private boolean followsWhoWasNamed() {
            return change instanceof ClusterChange.TransferLeader transfer
                    && serving.status().view().leader() == transfer.node();
        }

        private boolean mayAskAgain(AdminOutcome outcome) {
            long spent = System.nanoTime() - beganNanos;
            boolean momentary = MOMENTARY.contains(outcome.verdict())
                    || (outcome.verdict() == Verdict.EPOCH_CHANGED && onlyIn.isEmpty());
            return momentary && spent < Math.min(ASK_AGAIN_NANOS_MAX, patience.toNanos() / 2);
        }

        private CompletableFuture<ClusterOutcome> later() {
            CompletableFuture<ClusterOutcome> answer = new CompletableFuture<>();
            vertx.setTimer(ASK_AGAIN_MILLIS, id -> {
                CompletableFuture<ClusterOutcome> unused = ask().whenComplete((outcome, failure) -> {
                    if (failure == null) {
                        answer.complete(outcome);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            });
            return answer;
        }

        private CompletableFuture<ClusterOutcome> completed(AdminOutcome outcome) {
            String name = outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
            boolean so = outcome.isDone() || outcome.verdict() == Verdict.NOTHING_CHANGES;
            String detail = so ? outcome.detail() : name + ": " + outcome.detail();
            return CompletableFuture.completedFuture(new ClusterOutcome(
                    verdict(outcome.verdict()), serving.epoch().epoch(), detail));
        }

        private ClusterOutcome.Verdict verdict(Verdict verdict) {
            return switch (verdict) {
                case DONE -> ClusterOutcome.Verdict.DONE;
                case NOTHING_CHANGES -> ClusterOutcome.Verdict.ALREADY_SO;
                case OUTCOME_UNKNOWN -> ClusterOutcome.Verdict.UNKNOWN;
                case NO_LEADER, CHANGE_PENDING, NOT_TRANSFERRED -> ClusterOutcome.Verdict.TRY_AGAIN;
                case EPOCH_CHANGED ->
                    onlyIn.isPresent() ? ClusterOutcome.Verdict.EPOCH_CHANGED : ClusterOutcome.Verdict.TRY_AGAIN;
                case INVALID -> invalid();
                case ENGINE_UNKNOWN -> ClusterOutcome.Verdict.INVALID;
                case NOT_CAUGHT_UP, QUORUM_NOT_LIVE, NO_ELIGIBLE_LEADER -> ClusterOutcome.Verdict.UNSAFE;
            };
        }

        /** Which of the many things that make no sense it is: nothing was changed, so the epoch still tells. */
        private ClusterOutcome.Verdict invalid() {
            EpochConfig epoch = serving.epoch();
            if (named().filter(node -> epoch.member(node).isEmpty()).isPresent()) {
                return ClusterOutcome.Verdict.NO_SUCH_MEMBER;
            }
            return change instanceof ClusterChange.Add add
                            && epoch.member(add.newcomer().node()).isPresent()
                    ? ClusterOutcome.Verdict.MEMBER_EXISTS
                    : ClusterOutcome.Verdict.INVALID;
        }

        /** The member that must be there. */
        private Optional<Integer> named() {
            if (change instanceof ClusterChange.Remove remove) {
                return Optional.of(remove.node());
            } else if (change instanceof ClusterChange.Replace replace) {
                return Optional.of(replace.node());
            } else if (change instanceof ClusterChange.SetRole role) {
                return Optional.of(role.node());
            } else if (change instanceof ClusterChange.SetPriority priority) {
                return Optional.of(priority.node());
            } else if (change instanceof ClusterChange.TransferLeader transfer) {
                return Optional.of(transfer.node());
            }
            return Optional.empty();
        }

        private CompletableFuture<AdminOutcome> once() {
            Duration left = patience.minusNanos(System.nanoTime() - beganNanos);
            if (change instanceof ClusterChange.TransferLeader transfer) {
                return inTheRightEpoch(() -> serving.transferLeadership(transfer.node(), left));
            }
            // Behind a linearizable read this node is in the newest epoch, so that a change is made for that one.
            return serving.readIndex(left)
                    .thenCompose(index -> inTheRightEpoch(() -> serving.reconfigure(EpochTerms.of(change), left)));
        }

        private CompletableFuture<AdminOutcome> inTheRightEpoch(Step step) {
            long epoch = serving.epoch().epoch();
            return onlyIn.isEmpty() || onlyIn.getAsLong() == epoch
                    ? step.take()
                    : CompletableFuture.completedFuture(
                            new AdminOutcome(Verdict.EPOCH_CHANGED, "epoch " + epoch + " is in force"));
        }
    }

    private interface Step {
        CompletableFuture<AdminOutcome> take();
    }
}
