package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Position;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.consensus.explore.Scope.Rules;
import io.metroon.consensus.frame.EpochRules;
import io.metroon.consensus.paxos.PaxosRules;
import io.metroon.consensus.raft.RaftRules;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Rules that are wrong, each with a scope in which a search must find out. */
@SuppressWarnings("ImmutableEnumChecker") // Rules have no state.
enum WrongRule {
    /** Votes in a ballot below its promise. */
    ACCEPTS_BELOW_PROMISE(paxos(new PaxosRules() {
        @Override
        public boolean mayAccept(Ballot ballot, Ballot promised) {
            return true;
        }
    })),
    /** Takes one vote for a quorum. */
    COUNTS_TOO_FEW_VOTES(paxos(new PaxosRules() {
        @Override
        public long chosenBy(List<Long> acknowledged, EpochConfig epoch) {
            return acknowledged.stream().max(Comparator.naturalOrder()).orElse(0L);
        }
    })),
    /** Fills every open slot with a no-op, over the votes that were reported. */
    OVERWRITES_VOTES(paxos(new PaxosRules() {
        @Override
        public Choice choose(List<Optional<Vote>> reports, EpochConfig epoch) {
            return Choice.NOTHING;
        }
    })),
    /** Takes a vote of an older ballot for what the leader says is chosen. */
    MARKS_OLDER_VOTE_CHOSEN(
            paxos(new PaxosRules() {
                @Override
                public boolean mayMarkChosen(Vote vote, Ballot announcedUnder) {
                    return vote.hasValue();
                }
            }),
            Engine.PAXOS,
            Scope::withAnnouncements),
    /** Takes a damaged vote for none. */
    TAKES_DAMAGED_FOR_ABSENT(
            paxos(new PaxosRules() {
                @Override
                public Choice choose(List<Optional<Vote>> reports, EpochConfig epoch) {
                    return super.choose(
                            reports.stream()
                                    .map(report -> report.filter(Vote::hasValue))
                                    .toList(),
                            epoch);
                }
            }),
            Engine.PAXOS,
            Scope::withDamage),
    /** Proposes a no-op when the value voted for can't be had. */
    REPLACES_A_LOST_VALUE(
            paxos(new PaxosRules() {
                @Override
                public Choice choose(List<Optional<Vote>> reports, EpochConfig epoch) {
                    Choice choice = super.choose(reports, epoch);
                    boolean voted = reports.stream().flatMap(Optional::stream).anyMatch(Vote::isBallotIntact);
                    return choice.kind() == Choice.Kind.BLOCKED && voted ? Choice.NOTHING : choice;
                }
            }),
            Engine.PAXOS,
            Scope::withDamage),
    /** Sends what must wait for the disk at once. */
    SENDS_BEFORE_DURABLE(early(), Engine.PAXOS, Scope::withCrash),
    /** Doesn't read its promise back. */
    FORGETS_PROMISE(
            new Rules(PaxosRules.PAPER, RaftRules.PAPER, EpochRules.SEALED, true), Engine.PAXOS, Scope::withCrash),

    /** Votes for every candidate of a term. */
    VOTES_TWICE_A_TERM(raft(new RaftRules() {
        @Override
        public boolean mayGrantVote(Ballot candidate, Ballot promised) {
            return candidate.round() >= promised.round();
        }
    })),
    /** Votes for a candidate whose log lacks entries that it has itself. */
    SHORTER_LOG_WINS(raft(new RaftRules() {
        @Override
        public boolean isUpToDate(Position candidate, long chosenUpTo, Position own) {
            return true;
        }
    })),
    /** Is elected by itself. */
    ELECTED_BY_TOO_FEW(raft(new RaftRules() {
        @Override
        public boolean isElected(Collection<Integer> nodes, EpochConfig epoch) {
            return !nodes.isEmpty();
        }
    })),
    /** Obeys a leader whose term is over. */
    OBEYS_OLD_TERM(raft(new RaftRules() {
        @Override
        public boolean mayObey(Ballot leader, Ballot promised) {
            return true;
        }
    })),
    /** Takes one copy for a quorum. */
    COUNTS_TOO_FEW_COPIES(raft(new RaftRules() {
        @Override
        public long heldBy(List<Long> acknowledged, EpochConfig epoch) {
            return acknowledged.stream().max(Comparator.naturalOrder()).orElse(0L);
        }
    })),
    /** Keeps an entry where the leader has another. */
    KEEPS_CONFLICTING_ENTRIES(raft(new RaftRules() {
        @Override
        public boolean conflicts(Vote held, Entry entry) {
            return false;
        }
    })),
    /** Takes everything for committed that the leader says, whatever its own log has there. */
    COMMITS_WHAT_IS_NOT_MATCHED(
            raft(new RaftRules() {
                @Override
                public long committedHere(long commitUpTo, long matchedUpTo) {
                    return commitUpTo;
                }
            }),
            Engine.RAFT,
            Scope::withAnnouncements),
    /** Sends what must wait for the disk at once. */
    RAFT_SENDS_BEFORE_DURABLE(early(), Engine.RAFT, Scope::withCrash),
    /** Doesn't read its term and vote back. */
    RAFT_FORGETS_VOTE(
            new Rules(PaxosRules.PAPER, RaftRules.PAPER, EpochRules.SEALED, true), Engine.RAFT, Scope::withCrash);

    private final Scope scope;

    WrongRule(Rules rules) {
        this(rules, rules.raft() == RaftRules.PAPER ? Engine.PAXOS : Engine.RAFT, UnaryOperator.identity());
    }

    WrongRule(Rules rules, Engine engine, UnaryOperator<Scope> wider) {
        scope = wider.apply(Scope.of(engine, 3, 2, 0)).withRules(rules);
    }

    Scope scope() {
        return scope;
    }

    private static Rules paxos(PaxosRules rules) {
        return new Rules(rules, RaftRules.PAPER, EpochRules.SEALED, false);
    }

    private static Rules raft(RaftRules rules) {
        return new Rules(PaxosRules.PAPER, rules, EpochRules.SEALED, false);
    }

    private static Rules early() {
        EpochRules ungated = new EpochRules() {
            @Override
            public long gate(long lsn, long enteredLsn) {
                return 0;
            }
        };
        return new Rules(PaxosRules.PAPER, RaftRules.PAPER, ungated, false);
    }
}
