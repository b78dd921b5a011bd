package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Effect.Refused.Reason;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.frame.Engine.Proposal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Commands that wait for room in the leader's window. Bounded: what would not fit, or what the state machine could not keep
 * up with, is refused before anything is written.
 */
final class ProposalQueue {
    private final Context context;
    private final Learner learner;
    private final Deque<Proposal> queue = new ArrayDeque<>();
    private long bytes;

    ProposalQueue(Context context, Learner learner) {
        this.context = context;
        this.learner = learner;
    }

    /** Takes a proposal, or tells its sender that there is no room. */
    void offer(Proposal proposal, long lastSlot) {
        long backlog = learner.chosenUpTo() - learner.applied();
        if (isFullFor(proposal) || backlog > context.settings().applyBacklogSlots()) {
            context.trace(TraceEvent.OVERLOADED, lastSlot);
            refuse(proposal, Reason.OVERLOADED);
        } else {
            queue.add(proposal);
            bytes += proposal.payload().length;
        }
    }

    /** However large it is, one proposal always fits. */
    private boolean isFullFor(Proposal proposal) {
        return !queue.isEmpty()
                && bytes + proposal.payload().length > context.settings().queueBytes();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The oldest one, which is in the queue no more. */
    Proposal take() {
        Proposal proposal = queue.removeFirst();
        bytes -= proposal.payload().length;
        return proposal;
    }

    List<Proposal> waiting() {
        return List.copyOf(queue);
    }

    /** Nobody leads here any more. */
    void refuseAll() {
        while (!queue.isEmpty()) {
            refuse(take(), Reason.NO_LEADER);
        }
    }

    private void refuse(Proposal proposal, Reason reason) {
        if (proposal.from() == context.self()) {
            context.emit(new Effect.Refused(proposal.ticket(), reason));
        } else {
            context.send(proposal.from(), new Message.ForwardRefused(proposal.ticket(), reason == Reason.OVERLOADED));
        }
    }
}
