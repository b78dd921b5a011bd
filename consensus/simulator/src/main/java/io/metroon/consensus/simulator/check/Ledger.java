package io.metroon.consensus.simulator.check;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is chosen, computed from durable votes alone: a value is chosen in an epoch once a phase-2 quorum of its voters holds
 * it durably under one ballot. The log is what the first epoch chose up to its seal, then what the second did, and so on.
 */
public final class Ledger {
    /** One ballot's proposal for a slot and who voted for it. */
    private static final class Proposal {
        final long epoch;
        final Ballot ballot;
        final Entry entry;
        long voters;

        /** Nothing else may be proposed above this: in Raft the term that commits an entry may be later than its own. */
        Ballot decidedUnder;

        /** In Raft the entry before it. */
        @Nullable Proposal parent;

        Proposal(long epoch, Entry entry) {
            this.epoch = epoch;
            this.ballot = entry.ballot();
            this.entry = entry;
            this.decidedUnder = ballot;
        }
    }

    private static final class Slot {
        final List<Proposal> proposals = new ArrayList<>(2);
        final List<Proposal> chosen = new ArrayList<>(1);
    }

    private final TreeMap<Long, EpochConfig> configs = new TreeMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final List<Hash128> chain = new ArrayList<>();
    private EpochConfig newest;
    private boolean sealProposed;
    private long voidSlots;
    private long witnessDecisions;

    /** Nothing chosen. */
    public Ledger(EpochConfig first) {
        configs.put(first.epoch(), first);
        newest = first;
        chain.add(Hash128.ZERO);
    }

    /** End of the chosen prefix. */
    public long chosenUpTo() {
        return chain.size() - 1L;
    }

    /** The configuration that the end of the chosen prefix is in. */
    public EpochConfig config() {
        return newest;
    }

    /** The configuration of an epoch that has begun. */
    public @Nullable EpochConfig config(long epoch) {
        return configs.get(epoch);
    }

    /** Whether a data directory was of any epoch so far. */
    public boolean everListed(int node, StoreId store) {
        return configs.values().stream().anyMatch(config -> config.lists(node, store));
    }

    /** Whether somebody proposed to seal the newest epoch. */
    public boolean isSealProposed() {
        return sealProposed;
    }

    /** How many slots were voted for in vain behind a seal. */
    public long voidSlots() {
        return voidSlots;
    }

    /** How many values were chosen with the vote of a witness as the last that was needed. */
    public long witnessDecisions() {
        return witnessDecisions;
    }

    /** The chosen value of a slot. */
    public @Nullable Entry chosen(long slot) {
        if (slot < 1) {
            return null;
        }
        if (slot <= chosenUpTo()) {
            return log.get((int) slot - 1);
        }
        Proposal chosen = slot < slots.size() ? chosenIn(slots.get((int) slot), newest.epoch()) : null;
        return chosen == null ? null : chosen.entry;
    }

    private static @Nullable Proposal chosenIn(Slot slot, long epoch) {
        for (Proposal proposal : slot.chosen) {
            if (proposal.epoch == epoch) {
                return proposal;
            }
        }
        return null;
    }

    /** The chain of entry hashes up to a slot of the chosen prefix. */
    public Hash128 runningHash(long slot) {
        return chain.get((int) slot);
    }

    /** Whether the node ever held a durable vote for this slot under this ballot. */
    boolean hasVoted(int node, long epoch, Ballot ballot, long slot) {
        if (slot < slots.size()) {
            for (Proposal proposal : slots.get((int) slot).proposals) {
                if (proposal.epoch == epoch && proposal.ballot.equals(ballot)) {
                    return (proposal.voters & (1L << node)) != 0;
                }
            }
        }
        return false;
    }

    /** A proposal was seen: in a message, a record or a report. */
    void saw(long epoch, Entry entry) {
        proposal(epoch, entry);
    }

    /** A vote became durable; true when it made its value chosen. */
    boolean vote(int node, long epoch, Entry entry) {
        Proposal proposal = proposal(epoch, entry);
        EpochConfig config = configs.get(epoch);
        if (config == null) {
            return false;
        }
        proposal.voters |= 1L << node;
        boolean nowChosen = hasQuorum(config, proposal) && choose(slot(entry.slot()), proposal);
        if (nowChosen && config.member(node).map(Member::role).orElse(null) == Member.Role.WITNESS) {
            witnessDecisions++;
        }
        return nowChosen;
    }

    /**
     * An entry of Raft became durable. It is committed once a phase-2 quorum holds it durably since its own term; and with it
     * all before it.
     *
     * @param inItsTerm whether the node was in the term of the entry when it wrote it
     */
    void raftEntry(int node, long epoch, Entry entry, boolean inItsTerm) {
        Proposal proposal = proposal(epoch, entry);
        EpochConfig config = configs.get(epoch);
        if (config == null || !inItsTerm) {
            return;
        }
        proposal.voters |= 1L << node;
        if (hasQuorum(config, proposal)) {
            commit(proposal);
        }
    }

    private static boolean hasQuorum(EpochConfig config, Proposal proposal) {
        int votes = 0;
        for (Member member : config.members()) {
            votes += member.isVoter() && (proposal.voters & (1L << member.node())) != 0 ? 1 : 0;
        }
        return votes >= config.phase2Quorum();
    }

    private void commit(Proposal newest) {
        ArrayDeque<Proposal> path = new ArrayDeque<>();
        for (Proposal at = newest; at != null && !isChosen(at); at = at.parent) {
            path.push(at);
        }
        Ballot term = new Ballot(newest.ballot.round(), Integer.MAX_VALUE);
        for (Proposal proposal : path) {
            proposal.decidedUnder = term;
            choose(slot(proposal.entry.slot()), proposal);
        }
    }

    private boolean isChosen(Proposal proposal) {
        return slot(proposal.entry.slot()).chosen.contains(proposal);
    }

    /** An entry was appended behind another. If two logs have it, they have the same before it. */
    void follows(long epoch, Entry entry, Ballot parentBallot, Hash128 parentHash) {
        Proposal proposal = proposal(epoch, entry);
        Proposal known = proposal.parent;
        if (known != null) {
            boolean same = known.entry.hash().equals(parentHash);
            require(same, Invariant.LOG_MATCHING, entry, "follows " + known.entry + " and " + parentHash);
            return;
        }
        for (Proposal parent : slot(entry.slot() - 1).proposals) {
            if (parent.epoch == epoch && parent.ballot.equals(parentBallot)) {
                proposal.parent = parent;
            }
        }
    }

    /** Whether Raft runs in an epoch. */
    boolean isRaft(long epoch) {
        EpochConfig config = configs.get(epoch);
        return config != null && config.engine() == EpochConfig.Engine.RAFT;
    }

    private Proposal proposal(long epoch, Entry entry) {
        Slot slot = slot(entry.slot());
        for (int i = slot.proposals.size() - 1; i >= 0; i--) {
            Proposal known = slot.proposals.get(i);
            if (known.epoch == epoch && known.ballot.equals(entry.ballot())) {
                require(known.entry.hash().equals(entry.hash()), Invariant.ONE_VALUE_PER_BALLOT, known.entry, entry);
                return known;
            }
        }
        Proposal chosen = chosenIn(slot, epoch);
        if (chosen != null && chosen.decidedUnder.isBelow(entry.ballot())) {
            require(chosen.entry.hash().equals(entry.hash()), Invariant.PROPOSES_CHOSEN_VALUE, chosen.entry, entry);
        }
        EpochConfig config = configs.get(epoch);
        require(
                config == null || entry.slot() > config.startsAfter(),
                Invariant.ONE_CONFIG_PER_EPOCH,
                entry,
                "proposed in epoch " + epoch + ", which starts behind it");
        Proposal proposal = new Proposal(epoch, entry);
        slot.proposals.add(proposal);
        sealProposed |= entry.kind() == EntryKind.SEAL && epoch == newest.epoch();
        return proposal;
    }

    private boolean choose(Slot slot, Proposal proposal) {
        Proposal before = chosenIn(slot, proposal.epoch);
        if (before != null) {
            require(
                    before.entry.hash().equals(proposal.entry.hash()),
                    Invariant.CHOSEN_NEVER_CHANGES,
                    before.entry,
                    proposal.entry);
            if (proposal.decidedUnder.isBelow(before.decidedUnder)) {
                slot.chosen.remove(before);
                slot.chosen.add(proposal);
            }
            return false;
        }
        slot.chosen.add(proposal);
        for (Proposal other : slot.proposals) {
            if (other.epoch == proposal.epoch && proposal.decidedUnder.isBelow(other.ballot)) {
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
            log.add(next);
            if (next.kind() == EntryKind.SEAL) {
                seal(next);
            }
        }
    }

    private void seal(Entry entry) {
        EpochConfig next = EpochConfigCodec.decode(entry.payload());
        require(
                next.epoch() == newest.epoch() + 1 && next.startsAfter() == entry.slot(),
                Invariant.ONE_CONFIG_PER_EPOCH,
                entry,
                "seals epoch " + newest.epoch() + " and carries " + next);
        for (int slot = (int) entry.slot() + 1; slot < slots.size(); slot++) {
            voidSlots += slots.get(slot).proposals.isEmpty() ? 0 : 1;
        }
        configs.put(next.epoch(), next);
        newest = next;
        sealProposed = false;
    }

    private Slot slot(long slot) {
        while (slots.size() <= slot) {
            slots.add(new Slot());
        }
        return slots.get((int) slot);
    }

    private static void require(boolean holds, Invariant invariant, Entry one, Object other) {
        if (!holds) {
            throw new Violation(invariant, one + " against " + other);
        }
    }
}
