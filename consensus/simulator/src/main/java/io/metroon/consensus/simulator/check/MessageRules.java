package io.metroon.consensus.simulator.check;

import static io.metroon.consensus.simulator.check.Checker.require;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.simulator.check.NodeHistory.Mark;
import io.metroon.consensus.simulator.check.NodeHistory.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message may say, and when it may leave. */
final class MessageRules {
    /** Who used a ballot. */
    private record Leadership(int node, int incarnation) {}

    /** Who votes in which term. */
    private record Voter(StoreId store, long epoch, long term) {}

    private final Map<Voter, Integer> votesGiven = new HashMap<>();
    private final Ledger ledger;
    private final Map<Term, Leadership> leaderships = new HashMap<>();
    private final Map<Term, Long> startSlots = new HashMap<>();

    MessageRules(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Of a message just made: what it claims must be true. */
    void checkClaims(NodeHistory history, long epoch, Message message) {
        if (message instanceof Message.Accept accept) {
            checkAccept(history, epoch, accept);
        } else if (message instanceof Message.Heartbeat heartbeat) {
            checkHeartbeat(history, epoch, heartbeat);
        } else if (message instanceof Message.AppendEntries append) {
            checkCommit(history, append.commitUpTo());
            checkChain(history, append.hashSlot(), append.runningHash());
        } else if (message instanceof Message.LearnResponse response) {
            response.entries().forEach(entry -> checkTaught(history, entry));
        }
    }

    private void checkAccept(NodeHistory history, long epoch, Message.Accept accept) {
        startSlots.putIfAbsent(new Term(epoch, accept.ballot()), accept.startSlot());
        checkCommit(history, accept.commitUpTo());
        for (Entry entry : accept.entries()) {
            require(
                    entry.ballot().equals(accept.ballot()),
                    Invariant.ONE_VALUE_PER_BALLOT,
                    history,
                    () -> "proposes " + entry + " under " + accept.ballot());
        }
    }

    private void checkHeartbeat(NodeHistory history, long epoch, Message.Heartbeat heartbeat) {
        startSlots.putIfAbsent(new Term(epoch, heartbeat.ballot()), heartbeat.startSlot());
        checkCommit(history, heartbeat.commitUpTo());
        checkChain(history, heartbeat.hashSlot(), heartbeat.runningHash());
    }

    private void checkChain(NodeHistory history, long slot, Hash128 hash) {
        require(
                slot <= ledger.chosenUpTo()
                        && (slot == 0 || ledger.runningHash(slot).equals(hash)),
                Invariant.REPLICAS_AGREE,
                history,
                () -> "says that the chain of hashes at " + slot + " is " + hash);
    }

    private void checkLeadership(NodeHistory history, long epoch, Ballot ballot) {
        Leadership mine = new Leadership(history.node, history.incarnation);
        Leadership first = leaderships.putIfAbsent(new Term(epoch, ballot), mine);
        require(
                ballot.node() == history.node && (first == null || first.equals(mine)),
                Invariant.BALLOT_NEVER_REUSED,
                history,
                () -> "uses ballot " + ballot + " of " + first);
        checkDurablePromise(history, epoch, ballot, "message of its own ballot");
    }

    private void checkCommit(NodeHistory history, long commitUpTo) {
        require(
                commitUpTo <= ledger.chosenUpTo(),
                Invariant.COMMIT_WITHIN_CHOSEN,
                history,
                () -> "announces " + commitUpTo + " where " + ledger.chosenUpTo() + " is chosen");
    }

    private void checkTaught(NodeHistory history, Entry entry) {
        Entry chosen = ledger.chosen(entry.slot());
        require(
                chosen != null && chosen.hash().equals(entry.hash()),
                Invariant.MARKS_ONLY_CHOSEN,
                history,
                () -> "teaches " + entry + " where " + chosen + " is chosen");
    }

    /** Of a message that leaves now: what it promises must be durable. */
    void checkReleased(NodeHistory history, long epoch, Message message) {
        checkActing(history, epoch, message);
        if (message instanceof Message.Prepare prepare) {
            checkLeadership(history, epoch, prepare.ballot());
        } else if (message instanceof Message.Accept accept) {
            checkLeadership(history, epoch, accept.ballot());
            accept.entries().forEach(entry -> ledger.saw(epoch, entry));
        } else if (message instanceof Message.Heartbeat heartbeat) {
            checkLeadership(history, epoch, heartbeat.ballot());
        } else if (message instanceof Message.Promise promise) {
            checkDurablePromise(history, epoch, promise.ballot(), "promise");
        } else if (message instanceof Message.Reject reject) {
            checkDurablePromise(history, epoch, reject.promised(), "refusal");
        } else if (message instanceof Message.Accepted accepted) {
            checkDurablePromise(history, epoch, accepted.ballot(), "vote");
            checkDurableVotes(history, epoch, accepted);
        } else if (message instanceof Message.PulseAck ack) {
            checkDurablePromise(history, epoch, new Ballot(ack.ballot().round(), 0), "pledge");
        } else if (message instanceof Message.ForRaft) {
            checkRaft(history, epoch, message);
        }
    }

    /** A term has one leader, as a ballot has; its entries keep the ballots that they were created under. */
    private void checkRaft(NodeHistory history, long epoch, Message message) {
        if (message instanceof Message.RequestVote request) {
            checkVoteGiven(history, epoch, request.ballot());
        } else if (message instanceof Message.VoteReply reply && reply.granted()) {
            checkVoteGiven(history, epoch, reply.ballot());
        } else if (message instanceof Message.AppendEntries append) {
            checkTermLeadership(history, epoch, append.ballot());
            append.entries().forEach(entry -> ledger.saw(epoch, entry));
        } else if (message instanceof Message.AppendReply reply) {
            checkDurablePromise(history, epoch, reply.promised(), "term");
            checkDurableEntries(history, epoch, reply);
        }
    }

    private void checkTermLeadership(NodeHistory history, long epoch, Ballot ballot) {
        Leadership mine = new Leadership(history.node, history.incarnation);
        Leadership first = leaderships.putIfAbsent(new Term(epoch, new Ballot(ballot.round(), 0)), mine);
        require(
                ballot.node() == history.node && (first == null || first.equals(mine)),
                Invariant.BALLOT_NEVER_REUSED,
                history,
                () -> "leads the term of " + ballot + ", as " + first + " did");
        checkDurablePromise(history, epoch, ballot, "message of its own term");
    }

    private void checkVoteGiven(NodeHistory history, long epoch, Ballot candidate) {
        checkDurablePromise(history, epoch, candidate, "vote");
        Voter voter = new Voter(history.store, epoch, candidate.round());
        Integer first = votesGiven.putIfAbsent(voter, candidate.node());
        require(
                first == null || first == candidate.node(),
                Invariant.ONE_VOTE_PER_TERM,
                history,
                () -> "votes for " + candidate + " and for node " + first);
    }

    private void checkDurableEntries(NodeHistory history, long epoch, Message.AppendReply reply) {
        if (epoch < history.durableEpoch) {
            return; // Whatever it was about is void by now, or chosen.
        }
        if (reply.ballot().round() < history.durablyPromisedIn(epoch).round()) {
            return; // It was durable before the later term was, and may have been truncated in the same sync.
        }
        Term term = new Term(epoch, reply.ballot());
        EpochConfig config = ledger.config(epoch);
        long decided = config == null ? 0 : config.startsAfter();
        long from = Math.max(decided, history.acknowledged.getOrDefault(term, 0L));
        for (long slot = from + 1; slot <= reply.ackUpTo(); slot++) {
            if (!history.durableVotes.containsKey(slot) && !knowsChosen(history, slot)) {
                throw new Violation(
                        Invariant.DURABLE_BEFORE_SENT,
                        history + " acknowledges slot " + slot + " to " + reply.ballot() + " without a durable entry");
            }
        }
        history.acknowledged.merge(term, reply.ackUpTo(), Math::max);
    }

    /** Whatever a node says in an epoch, it entered it durably; what only members may say, only members say. */
    private void checkActing(NodeHistory history, long epoch, Message message) {
        require(
                epoch <= history.durableEpoch && ledger.config(epoch) != null,
                Invariant.ACTS_AFTER_SEAL,
                history,
                () -> "sends " + message + " in epoch " + epoch + ", and is durably in epoch " + history.durableEpoch);
        EpochConfig config = ledger.config(epoch);
        require(
                message instanceof Message.ForFrame || (config != null && config.lists(history.node, history.store)),
                Invariant.ACTS_ONLY_IF_LISTED,
                history,
                () -> "sends " + message + " as " + history.store + " in " + config);
    }

    private static void checkDurablePromise(NodeHistory history, long epoch, Ballot ballot, String what) {
        require(
                !history.durablyPromisedIn(epoch).isBelow(ballot),
                Invariant.DURABLE_BEFORE_SENT,
                history,
                () -> "sends a " + what + " of " + ballot + " when " + history.durablePromise + " is durable");
    }

    private void checkDurableVotes(NodeHistory history, long epoch, Message.Accepted accepted) {
        Ballot ballot = accepted.ballot();
        Term term = new Term(epoch, ballot);
        long from = history.acknowledged.getOrDefault(term, startSlots.getOrDefault(term, 1L) - 1);
        for (long slot = from + 1; slot <= accepted.ackUpTo(); slot++) {
            if (!ledger.hasVoted(history.node, epoch, ballot, slot) && !knowsChosen(history, slot)) {
                throw new Violation(
                        Invariant.DURABLE_BEFORE_SENT,
                        history + " acknowledges slot " + slot + " under " + ballot + " without a durable vote");
            }
        }
        history.acknowledged.merge(term, accepted.ackUpTo(), Math::max);
    }

    /** What is chosen can be acknowledged without a vote: nothing can change it. */
    private boolean knowsChosen(NodeHistory history, long slot) {
        Entry chosen = ledger.chosen(slot);
        Mark mark = history.votes.get(slot);
        return chosen != null
                && (slot <= chosenUpTo(history) || (mark != null && mark.hash().equals(chosen.hash())));
    }

    private static long chosenUpTo(NodeHistory history) {
        return history.view == null ? 0 : history.view.chosenUpTo();
    }

    /** A promise, all of its parts together, lists every vote above what it says is chosen. */
    void checkPromise(NodeHistory history, List<Effect> effects) {
        Map<Long, Vote> listed = new HashMap<>();
        Message.@Nullable Promise last = null;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send && send.message() instanceof Message.Promise promise) {
                promise.votes().forEach(vote -> listed.put(vote.slot(), vote));
                last = promise;
            }
        }
        EpochConfig config = ledger.config(history.epoch);
        if (last != null && config != null && config.isVoter(history.node)) {
            checkListed(history, last, listed);
        }
    }

    private void checkListed(NodeHistory history, Message.Promise promise, Map<Long, Vote> listed) {
        require(
                promise.chosenUpTo() <= ledger.chosenUpTo(),
                Invariant.MARKS_ONLY_CHOSEN,
                history,
                () -> "says in a promise that all is chosen up to " + promise.chosenUpTo());
        for (long slot = promise.chosenUpTo() + 1; slot <= history.lastVoteSlot; slot++) {
            Mark mark = history.votes.get(slot);
            if (mark != null && !inFault(promise.faults(), slot)) {
                checkListed(history, slot, mark, listed.get(slot));
            }
        }
    }

    private void checkListed(NodeHistory history, long slot, Mark mark, @Nullable Vote vote) {
        boolean told = vote != null
                && (vote.state() == Vote.State.CHOSEN
                        ? ledger.chosen(slot) != null
                        : !vote.isBallotIntact() || vote.ballot().equals(mark.ballot()))
                && (!vote.isBallotIntact()
                        || vote.state() == Vote.State.CHOSEN
                        || vote.hash().equals(mark.hash()));
        require(
                told,
                Invariant.PROMISE_TELLS_ALL,
                history,
                () -> "promises without telling its vote " + mark + " at slot " + slot);
    }

    private static boolean inFault(List<SlotRange> faults, long slot) {
        return faults.stream().anyMatch(range -> range.contains(slot));
    }
}
