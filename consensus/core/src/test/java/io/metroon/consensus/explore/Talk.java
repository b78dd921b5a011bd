package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import java.util.Optional;

/** Which messages a search delivers, and what they bind their senders to. */
final class Talk {
    private final boolean announcements;

    Talk(boolean announcements) {
        this.announcements = announcements;
    }

    /**
     * A message as it arrives; nothing for those that are lost because they change no vote: what is about time, reads and
     * clients, refusals, and heartbeats that announce nothing. How far a sender has applied is left out: no rule asks.
     */
    Optional<Message> heard(Message message) {
        if (message instanceof Message.Heartbeat beat) {
            return announcements && beat.commitUpTo() > 0 ? Optional.of(message) : Optional.empty();
        } else if (message instanceof Message.Accept accept) {
            return Optional.of(new Message.Accept(
                    accept.ballot(), accept.startSlot(), accept.entries(), announced(accept.commitUpTo()), 0));
        } else if (message instanceof Message.AppendEntries append) {
            return heard(append);
        } else if (message instanceof Message.Accepted accepted) {
            return Optional.of(new Message.Accepted(accepted.ballot(), accepted.ackUpTo(), 0, 0));
        } else if (message instanceof Message.AppendReply reply) {
            return heard(reply);
        } else if (message instanceof Message.VoteReply reply) {
            return reply.granted() ? Optional.of(message) : Optional.empty();
        }
        boolean lost = message instanceof Message.HeartbeatAck
                || message instanceof Message.Probe
                || message instanceof Message.ProbeReply
                || message instanceof Message.Reject
                || message instanceof Message.LearnRequest;
        return lost ? Optional.empty() : Optional.of(message);
    }

    private Optional<Message> heard(Message.AppendEntries append) {
        long commitUpTo = announced(append.commitUpTo());
        return commitUpTo == 0 && append.entries().isEmpty()
                ? Optional.empty()
                : Optional.of(new Message.AppendEntries(
                        append.ballot(), append.prev(), append.entries(), commitUpTo, 0, true, 0, Hash128.ZERO));
    }

    private static Optional<Message> heard(Message.AppendReply reply) {
        boolean refused = reply.promised().round() > reply.ballot().round();
        return refused
                ? Optional.empty()
                : Optional.of(new Message.AppendReply(
                        reply.ballot(), reply.ballot(), reply.matched(), reply.ackUpTo(), reply.receivedUpTo(), 0, 0));
    }

    private long announced(long commitUpTo) {
        return announcements ? commitUpTo : 0;
    }

    /** The promise that the sender must remember from now on. */
    static Ballot binding(Message message) {
        if (message instanceof Message.Promise promise) {
            return promise.ballot();
        } else if (message instanceof Message.Accepted accepted) {
            return accepted.ballot();
        } else if (message instanceof Message.VoteReply reply && reply.granted()) {
            return reply.ballot();
        }
        return Ballot.NONE;
    }
}
