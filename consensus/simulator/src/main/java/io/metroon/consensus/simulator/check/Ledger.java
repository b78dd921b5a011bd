package io.metroon.consensus.simulator.check;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is chosen, computed from durable votes alone: a value is chosen once a phase-2 quorum of voters holds it durably
 * under one ballot.
 */
public final class Ledger {
    /** One ballot's proposal for a slot and who voted for it. */
    private static final class Proposal {
        final Ballot ballot;
        final Entry entry;
        long voters;

        Proposal(Entry entry) {
            this.ballot = entry.ballot();
            this.entry = entry;
        }
    }

    private static final class Slot {
        final List<Proposal> proposals = new ArrayList<>(2);

        @Nullable Proposal chosen;
    }

    private final EpochConfig config;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Hash128> chain = new ArrayList<>();

    /** Nothing chosen. */
    public Ledger(EpochConfig config) {
        this.config = config;
        chain.add(Hash128.ZERO);
    }

    /** End of the chosen prefix. */
    public long chosenUpTo() {
        return chain.size() - 1L;
    }

    /** The chosen value of a slot. */
    public @Nullable Entry chosen(long slot) {
        Proposal chosen = slot < slots.size() ? slots.get((int) slot).chosen : null;
        return chosen == null ? null : chosen.entry;
    }

    /** The chain of entry hashes up to a slot of the chosen prefix. */
    public Hash128 runningHash(long slot) {
        return chain.get((int) slot);
    }

    /** Whether the node ever held a durable vote for this slot under this ballot. */
    boolean hasVoted(int node, Ballot ballot, long slot) {
        if (slot < slots.size()) {
            for (Proposal proposal : slots.get((int) slot).proposals) {
                if (proposal.ballot.equals(ballot)) {
                    return (proposal.voters & (1L << node)) != 0;
                }
            }
        }
        return false;
    }

    /** A proposal was seen: in a message, a record or a report. */
    void saw(Entry entry) {
        proposal(entry);
    }

    /** A vote became durable; true when it made its value chosen. */
    boolean vote(int node, Entry entry) {
        Proposal proposal = proposal(entry);
        if (!config.isVoter(node)) {
            return false;
        }
        proposal.voters |= 1L << node;
        return Long.bitCount(proposal.voters) >= config.phase2Quorum() && choose(slot(entry.slot()), proposal);
    }

    private Proposal proposal(Entry entry) {
        Slot slot = slot(entry.slot());
        for (int i = slot.proposals.size() - 1; i >= 0; i--) {
            Proposal known = slot.proposals.get(i);
            if (known.ballot.equals(entry.ballot())) {
                require(known.entry.hash().equals(entry.hash()), Invariant.ONE_VALUE_PER_BALLOT, known.entry, entry);
                return known;
            }
        }
        Proposal chosen = slot.chosen;
        if (chosen != null && chosen.ballot.isBelow(entry.ballot())) {
            require(chosen.entry.hash().equals(entry.hash()), Invariant.PROPOSES_CHOSEN_VALUE, chosen.entry, entry);
        }
        Proposal proposal = new Proposal(entry);
        slot.proposals.add(proposal);
        return proposal;
    }

    private boolean choose(Slot slot, Proposal proposal) {
        Proposal before = slot.chosen;
        if (before != null) {
            require(
                    before.entry.hash().equals(proposal.entry.hash()),
                    Invariant.CHOSEN_NEVER_CHANGES,
                    before.entry,
                    proposal.entry);
            slot.chosen = proposal.ballot.isBelow(before.ballot) ? proposal : before;
            return false;
        }
        slot.chosen = proposal;
        for (Proposal other : slot.proposals) {
            if (proposal.ballot.isBelow(other.ballot)) {
                require(
                        other.entry.hash().equals(proposal.entry.hash()),
                        Invariant.PROPOSES_CHOSEN_VALUE,
                        proposal.entry,
                        other.entry);
            }
        }
        extendChain();
        return true;
    }

    private void extendChain() {
        for (Entry next = chosen(chain.size()); next != null; next = chosen(chain.size())) {
            chain.add(chain.get(chain.size() - 1).then(next.hash()));
        }
    }

    private Slot slot(long slot) {
        while (slots.size() <= slot) {
            slots.add(new Slot());
        }
        return slots.get((int) slot);
    }

    private static void require(boolean holds, Invariant invariant, Entry one, Entry other) {
        if (!holds) {
            throw new Violation(invariant, one + " against " + other);
        }
    }
}
