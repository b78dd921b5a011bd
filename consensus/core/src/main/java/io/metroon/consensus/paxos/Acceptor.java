package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.Vote;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.VoteTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Promises and votes.
 *
 * <p>Invariants: {@code promised} never decreases; no vote has a ballot above it; the ballot of a slot's vote never
 * decreases; whatever another node may count on is sent behind the record that makes it durable.
 */
final class Acceptor {
    private final Context context;
    private final VoteTable votes;
    private Ballot promised;
    private long promisedLsn;

    /** The ballot whose accepts are being received, and the end of the prefix held under it. */
    private Ballot receiving = Ballot.NONE;

    private long receivedUpTo;

    Acceptor(Context context, VoteTable votes, Ballot promised) {
        this.context = context;
        this.votes = votes;
        this.promised = promised;
    }

    Ballot promised() {
        return promised;
    }

    /** From here on the promise is durable. */
    long promisedLsn() {
        return promisedLsn;
    }

    long receivedUpTo() {
        return receivedUpTo;
    }

    /** Promises a ballot; the LSN from which the promise, and every earlier vote, is durable. */
    long promise(Ballot ballot) {
        if (promised.isBelow(ballot)) {
            promised = ballot;
            promisedLsn = context.append(new LogRecord.Promised(context.epoch().epoch(), ballot));
        }
        return promisedLsn;
    }

    /** Phase 1b. The log is one ordered file: a durable promise makes every vote listed durable too. */
    void onPrepare(int from, Message.Prepare prepare, long chosenUpTo) {
        promise(prepare.ballot());
        List<SlotRange> faults = votes.faultsAbove(chosenUpTo);
        List<List<Vote>> parts = split(votes.above(chosenUpTo));
        long after = chosenUpTo;
        for (List<Vote> part : parts) {
            boolean last = part == parts.get(parts.size() - 1);
            long through = last ? Long.MAX_VALUE : part.get(part.size() - 1).slot();
            context.sendAfter(
                    context.lastLsn(),
                    from,
                    new Message.Promise(prepare.ballot(), after, through, chosenUpTo, List.copyOf(part), faults));
            after = through;
        }
    }

    /** Cuts votes into parts that fit a message each; one part at least. */
    private List<List<Vote>> split(List<Vote> listed) {
        List<List<Vote>> parts = new ArrayList<>();
        List<Vote> part = new ArrayList<>();
        int bytes = 0;
        for (Vote vote : listed) {
            Entry entry = vote.entry();
            int size = entry == null ? 64 : entry.weight();
            if (!part.isEmpty() && bytes + size > context.settings().messageBytes()) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(vote);
            bytes += size;
        }
        parts.add(part);
        return parts;
    }

    /** Phase 2b for the entries of one message: vote, and hold. The caller has promised the ballot. */
    void onAccept(Message.Accept accept, long chosenUpTo) {
        for (Entry entry : accept.entries()) {
            // What is chosen can't change: a vote for it would say nothing new.
            if (entry.slot() > chosenUpTo) {
                vote(entry);
            }
        }
        received(accept.ballot(), accept.startSlot(), chosenUpTo);
    }

    /** Casts a vote; a repetition is ignored. The caller has checked the promise. */
    long vote(Entry entry) {
        Vote before = votes.get(entry.slot());
        boolean repeated =
                before != null && before.hasValue() && before.ballot().equals(entry.ballot());
        if (!repeated) {
            votes.put(Vote.of(entry));
            context.append(new LogRecord.Accepted(context.epoch().epoch(), entry));
        }
        return context.lastLsn();
    }

    /** Moves the end of the prefix held under a ballot as far as votes and chosen slots reach. */
    void received(Ballot ballot, long startSlot, long chosenUpTo) {
        if (!ballot.equals(receiving)) {
            receiving = ballot;
            receivedUpTo = startSlot - 1;
        }
        receivedUpTo = Math.max(receivedUpTo, chosenUpTo);
        while (isHeldUnder(ballot, receivedUpTo + 1)) {
            receivedUpTo++;
        }
    }

    private boolean isHeldUnder(Ballot ballot, long slot) {
        Vote vote = votes.get(slot);
        return vote != null && vote.hasValue() && vote.ballot().equals(ballot);
    }

    /** Refuses a ballot, naming the promise once it is durable. */
    void reject(int from, Ballot ballot) {
        context.sendAfter(promisedLsn, from, new Message.Reject(ballot, promised));
    }

    /** Asks peers for values that this node voted for and its disk lost. */
    void repairVotes(long chosenUpTo) {
        for (Vote vote : votes.damagedAbove(chosenUpTo, 16)) {
            for (int peer : context.peers()) {
                context.send(peer, new Message.ValueRequest(vote.slot(), vote.ballot(), vote.hash()));
            }
        }
    }

    /** A value asked for: the same vote again, whole. */
    void onValue(Entry entry) {
        Vote vote = votes.get(entry.slot());
        if (vote != null && vote.state() == Vote.State.ID_ONLY && vote.hash().equals(entry.hash())) {
            Entry repaired = entry.under(vote.ballot());
            votes.put(Vote.of(repaired));
            context.append(new LogRecord.Accepted(context.epoch().epoch(), repaired));
            context.trace(TraceEvent.VOTE_REPAIRED, entry.slot());
        }
    }

    /** Lends a value to a node whose disk lost it. */
    void onValueRequest(int from, Message.ValueRequest request) {
        Entry entry = votes.entry(request.slot());
        if (entry != null && entry.hash().equals(request.hash())) {
            context.send(from, new Message.ValueResponse(entry.under(request.ballot())));
        }
    }
}
