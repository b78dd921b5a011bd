package io.metroon.consensus.raft;

import io.metroon.consensus.Message;

/**
 * What one member is sent, as its leader sees it. While it is not known where the logs part, one message at a time looks for
 * the place; once a match is known, entries stream. After the progress states of etcd's Raft.
 */
final class Peer {
    /** The next slot to send. */
    long next;

    private boolean searching = true;
    private boolean asked;
    private long askedUpTo;

    Peer(long next) {
        this.next = next;
    }

    /** Whether entries may be sent now. */
    boolean maySend() {
        return !searching || !asked;
    }

    /** Entries up to a slot were sent. */
    void sent(long upTo) {
        asked = true;
        askedUpTo = upTo;
        if (!searching) {
            next = upTo + 1;
        }
    }

    /** Time to ask again, should the last question have been lost. */
    void askAgain() {
        asked = false;
    }

    /** Takes an answer; whether it shows a place where the logs part that was not known yet. */
    boolean heard(Message.AppendReply reply, long floor) {
        if (reply.matched()) {
            matched(reply.receivedUpTo());
            return false;
        }
        long from = Math.max(reply.receivedUpTo(), floor) + 1;
        boolean news = from < next;
        if (news) {
            next = from;
            searching = true;
            asked = false;
        }
        return news;
    }

    private void matched(long upTo) {
        if (searching && upTo >= next - 1) {
            searching = false;
            // What was sent behind the place that matches will match, too, unless it is lost.
            next = Math.max(upTo, asked ? askedUpTo : 0) + 1;
        }
    }
}
