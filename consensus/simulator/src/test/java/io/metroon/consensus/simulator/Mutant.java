package io.metroon.consensus.simulator;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.EffectSink;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Input;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.ReadSettings;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.SteadyTime;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.frame.EpochRules;
import io.metroon.consensus.frame.ReadRules;
import io.metroon.consensus.paxos.PaxosCore;
import io.metroon.consensus.paxos.PaxosRules;
import io.metroon.consensus.raft.RaftCore;
import io.metroon.consensus.raft.RaftRules;
import io.metroon.replica.CoreFactory;
import io.metroon.replica.StateMachine;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Deliberate bugs, each of a kind that somebody shipped or that the papers warn of. They are put between the parts from
 * outside; the simulator must notice every one.
 */
@SuppressWarnings("ImmutableEnumChecker") // What each holds is a function without state.
enum Mutant implements Sabotage {
    // ---- the rules of Paxos ----

    /** Votes in a ballot below its promise. */
    ACCEPTS_LOWER_BALLOT(new PaxosRules() {
        @Override
        public boolean mayAccept(Ballot ballot, Ballot promised) {
            return true;
        }
    }),
    /** Doesn't take a vote for a promise. */
    FORGETS_IMPLICIT_PROMISE(new PaxosRules() {
        @Override
        public Ballot promiseAfterVote(Ballot ballot, Ballot promised) {
            return promised;
        }
    }),
    /** Takes a value for chosen with one vote too few. */
    COUNTS_TOO_FEW_VOTES(new PaxosRules() {
        @Override
        public long chosenBy(List<Long> acknowledged, EpochConfig epoch) {
            return acknowledged.stream()
                    .sorted(Comparator.reverseOrder())
                    .skip(Math.max(0, epoch.phase2Quorum() - 2L))
                    .findFirst()
                    .orElse(0L);
        }
    }),
    /** Takes a vote of an older ballot for the value that the leader says is chosen. */
    MARKS_OLDER_VOTE_CHOSEN(new PaxosRules() {
        @Override
        public boolean mayMarkChosen(Vote vote, Ballot announcedUnder) {
            return vote.hasValue();
        }
    }),
    /** Answers a read before anybody confirmed that it still leads. */
    CONFIRMS_READS_ALONE(EpochConfig.Engine.PAXOS, new ReadRules() {
        @Override
        public boolean confirmsRead(long confirmations, EpochConfig epoch) {
            return true;
        }
    }),
    /** Proposes the value of the lowest ballot reported instead of the highest. */
    CHOOSES_LOWEST_BALLOT(new PaxosRules() {
        @Override
        protected Ballot highestBallot(List<Vote> votes) {
            return votes.stream()
                    .map(Vote::ballot)
                    .min(Comparator.naturalOrder())
                    .orElse(Ballot.NONE);
        }
    }),
    /** Proposes the value that most report, whatever the ballots. */
    CHOOSES_BY_MAJORITY(new PaxosRules() {
        @Override
        public Choice choose(List<Optional<Vote>> reports, EpochConfig epoch) {
            Map<Object, Long> counts = reports.stream()
                    .map(report -> report.<Object>map(Vote::hash).orElse("none"))
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            Comparator<Optional<Vote>> byCount = Comparator.comparingLong(
                    report -> counts.get(report.<Object>map(Vote::hash).orElse("none")));
            Optional<Vote> favourite = reports.stream().max(byCount).orElse(Optional.empty());
            return favourite.filter(Vote::hasValue).map(Choice::propose).orElse(Choice.NOTHING);
        }
    }),
    /** Fills every open slot with a no-op, over the votes that were reported. */
    OVERWRITES_VOTES(new PaxosRules() {
        @Override
        public Choice choose(List<Optional<Vote>> reports, EpochConfig epoch) {
            return Choice.NOTHING;
        }
    }),

    // ---- epochs ----

    /** Counts learners among the votes. */
    COUNTS_LEARNERS(new PaxosRules() {
        @Override
        public boolean counts(int node, EpochConfig epoch) {
            return true;
        }
    }),
    /** Goes on proposing behind a seal. */
    PROPOSES_BEHIND_SEAL(new PaxosRules() {
        @Override
        public boolean mayPropose(long sealSlot) {
            return true;
        }
    }),
    /** Takes a seal for just another entry, and applies what its epoch chose behind it. */
    APPLIES_BEHIND_SEAL(new EpochRules() {
        @Override
        public boolean endsEpoch(EpochConfig current, EpochConfig sealedBy) {
            return false;
        }
    }),
    /** Speaks in an epoch before its disk knows that it entered it. */
    ENTERS_BEFORE_DURABLE(new EpochRules() {
        @Override
        public long gate(long lsn, long enteredLsn) {
            return lsn;
        }
    }),
    /** Leads an epoch's round 0 again after a restart. */
    REUSES_ROUND_ZERO(new EpochRules() {
        @Override
        public boolean mayLeadAtOnce(EpochConfig epoch, int node, long chosenUpTo, boolean entersNow) {
            return epoch.firstLeader() == node;
        }
    }),
    /** Believes any data directory that has a member's number: one that forgot its votes votes again. */
    AMNESIAC_STORE_VOTES(new EpochRules() {
        @Override
        public boolean mayAct(EpochConfig epoch, int node, StoreId store) {
            return epoch.member(node).isPresent();
        }
    }),

    // ---- the rules of Raft ----

    /** Votes for every candidate of a term. */
    VOTES_TWICE_A_TERM(new RaftRules() {
        @Override
        public boolean mayGrantVote(Ballot candidate, Ballot promised) {
            return candidate.round() >= promised.round();
        }
    }),
    /** Votes for a candidate whose log lacks entries that it has itself. */
    SHORTER_LOG_WINS(new RaftRules() {
        @Override
        public boolean isUpToDate(Position candidate, long chosenUpTo, Position own) {
            return true;
        }
    }),
    /** Compares logs by their lengths alone. */
    LONGER_LOG_WINS(new RaftRules() {
        @Override
        public boolean isUpToDate(Position candidate, long chosenUpTo, Position own) {
            return candidate.slot() >= own.slot();
        }
    }),
    /** Sends its vote, and counts its own, before it is durable. */
    VOTE_BEFORE_DURABLE(new RaftRules() {
        @Override
        public long voteGate(long promisedLsn) {
            return 0;
        }
    }),
    /** Is elected with one vote too few. */
    ELECTED_BY_TOO_FEW(new RaftRules() {
        @Override
        public boolean isElected(Collection<Integer> nodes, EpochConfig epoch) {
            return nodes.size() >= Math.max(1, epoch.voterCount() / 2);
        }
    }),
    /** Commits entries of older terms by counting: figure 8 of the paper. */
    COMMITS_OLDER_TERM(new RaftRules() {
        @Override
        public boolean mayCommit(Ballot entry, Ballot leader) {
            return true;
        }
    }),
    /** Commits with one copy too few. */
    COUNTS_TOO_FEW_COPIES(new RaftRules() {
        @Override
        public long heldBy(List<Long> acknowledged, EpochConfig epoch) {
            return acknowledged.stream()
                    .sorted(Comparator.reverseOrder())
                    .skip(Math.max(0, epoch.phase2Quorum() - 2L))
                    .findFirst()
                    .orElse(0L);
        }
    }),
    /** Counts members without a vote. */
    COUNTS_COPIES_OF_LEARNERS(new RaftRules() {
        @Override
        public boolean counts(int node, EpochConfig epoch) {
            return true;
        }
    }),
    /** Appends without looking at what comes before. */
    SKIPS_CONSISTENCY_CHECK(new RaftRules() {
        @Override
        public boolean matches(Vote held, Position prev) {
            return true;
        }
    }),
    /** Keeps an entry where the leader has another. */
    KEEPS_CONFLICTING_ENTRIES(new RaftRules() {
        @Override
        public boolean conflicts(Vote held, Entry entry) {
            return false;
        }
    }),
    /** Drops entries in memory only: a restart brings them back. */
    FORGETS_TRUNCATION(new RaftRules() {
        @Override
        public boolean recordsTruncation() {
            return false;
        }
    }),
    /** A follower takes everything for committed that the leader says, whatever its own log has there. */
    COMMITS_WHAT_IS_NOT_MATCHED(new RaftRules() {
        @Override
        public long committedHere(long commitUpTo, long matchedUpTo) {
            return commitUpTo;
        }
    }),
    /** Obeys a leader whose term is over. */
    OBEYS_OLD_TERM(new RaftRules() {
        @Override
        public boolean mayObey(Ballot leader, Ballot promised) {
            return true;
        }
    }),
    /** Answers reads without asking whether it still leads. */
    RAFT_CONFIRMS_READS_ALONE(EpochConfig.Engine.RAFT, new ReadRules() {
        @Override
        public boolean confirmsRead(long confirmations, EpochConfig epoch) {
            return true;
        }
    }),
    /** Answers reads before an entry of its own term is committed. */
    READS_BEFORE_OWN_TERM(EpochConfig.Engine.RAFT, new ReadRules() {
        @Override
        public long readableFrom(long knownChosenUpTo, long recoveredSlot) {
            return knownChosenUpTo;
        }
    }),
    /** Counts its lease from when the voters answered. */
    LEASE_FROM_RECEIVE_TIME(EpochConfig.Engine.RAFT, new ReadRules() {
        @Override
        public SteadyTime leaseSince(SteadyTime asked, SteadyTime answered) {
            return answered;
        }
    }),
    /** Doesn't notice that the machine was suspended. */
    IGNORES_SUSPEND(EpochConfig.Engine.RAFT, new ReadRules() {
        @Override
        public long toleranceNanos(ReadSettings settings) {
            return Long.MAX_VALUE;
        }
    }),
    /** Finds out in a quorum read what may be chosen, and doesn't wait for it. */
    QUORUM_READ_WITHOUT_WAITING(EpochConfig.Engine.PAXOS, new ReadRules() {
        @Override
        public long quorumReadableFrom(long highest) {
            return 0;
        }
    }),
    /** Asks members without a vote in a quorum read. */
    QUORUM_READ_COUNTS_LEARNERS(EpochConfig.Engine.RAFT, new ReadRules() {
        @Override
        public boolean answersQuorumRead(int node, EpochConfig epoch) {
            return true;
        }
    }),
    /** Takes the first damaged entry for the end of its log. */
    TAKES_DAMAGE_FOR_THE_END(Mutant::upToDamage, EpochConfig.Engine.RAFT),
    /** Doesn't read its vote and term back. */
    FORGETS_TERM_AT_RESTART(Mutant::withoutPromise, EpochConfig.Engine.RAFT),

    // ---- the core's effects and inputs ----

    /** Sends what must wait for the disk at once. */
    SENDS_BEFORE_DURABLE(Wrapping.effects(effect ->
            effect instanceof Effect.Send send ? new Effect.Send(send.to(), send.epoch(), send.message(), 0) : effect)),
    /** Tells the core that its records are durable before they are written. */
    COUNTS_OWN_VOTE_EARLY(inner -> new Wrapping(inner) {
        @Override
        public void step(Input input, EffectSink out) {
            inner.step(input, effect -> {
                out.accept(effect);
                if (effect instanceof Effect.Append append) {
                    written = append.lastLsn();
                }
            });
            if (written > told) {
                told = written;
                inner.step(new Input.Durable(written), out);
            }
        }
    }),
    /** Leaves the last vote out of a promise. */
    PROMISE_OMITS_A_VOTE(Wrapping.messages(message ->
            message instanceof Message.Promise promise && !promise.votes().isEmpty()
                    ? new Message.Promise(
                            promise.ballot(),
                            promise.afterSlot(),
                            promise.throughSlot(),
                            promise.chosenUpTo(),
                            promise.votes().subList(0, promise.votes().size() - 1),
                            promise.faults())
                    : message)),
    /** Announces everything proposed as chosen. */
    ANNOUNCES_PROPOSED_AS_CHOSEN(Wrapping.messages(message -> message instanceof Message.Heartbeat beat
            ? new Message.Heartbeat(
                    beat.ballot(),
                    beat.startSlot(),
                    beat.lastSlot(),
                    beat.lastSlot(),
                    beat.readPosition(),
                    beat.happy(),
                    beat.hashSlot(),
                    beat.runningHash())
            : message)),
    /** Takes any acknowledgement for one of everything that it has proposed. */
    COUNTS_VOTES_NOT_CAST(Wrapping.received((message, view) -> message instanceof Message.Accepted accepted
                    && view.role() == Role.LEADING
            ? new Message.Accepted(accepted.ballot(), view.lastSlot(), accepted.readPosition(), accepted.applied())
            : message)),
    /** Takes every acknowledgement for an answer to its newest question whether it still leads. */
    TAKES_ANY_ECHO_FOR_THE_NEWEST(Wrapping.received((message, view) -> message instanceof Message.Accepted accepted
            ? new Message.Accepted(accepted.ballot(), accepted.ackUpTo(), Long.MAX_VALUE / 2, accepted.applied())
            : message)),
    /** Says in a promise that it never voted where its vote is damaged. */
    REPORTS_DAMAGED_AS_ABSENT(Wrapping.messages(message -> message instanceof Message.Promise promise
            ? new Message.Promise(
                    promise.ballot(),
                    promise.afterSlot(),
                    promise.throughSlot(),
                    promise.chosenUpTo(),
                    promise.votes().stream().filter(Vote::hasValue).toList(),
                    List.of())
            : message)),
    /** Answers reads from what it has itself, without asking the leader. */
    READS_FROM_ITS_OWN_STATE(inner -> new Wrapping(inner) {
        @Override
        public void step(Input input, EffectSink out) {
            if (input instanceof Input.Read read) {
                out.accept(new Effect.ReadReady(read.token(), inner.view().chosenUpTo()));
            } else {
                inner.step(input, out);
            }
        }
    }),

    // ---- restarts ----

    /** Doesn't read its promise back, and so uses ballots again. */
    FORGETS_PROMISE_AT_RESTART(Mutant::withoutPromise, EpochConfig.Engine.PAXOS),
    /** Doesn't read its newest vote back. */
    FORGETS_VOTE_AT_RESTART(Mutant::withoutLastVote, EpochConfig.Engine.PAXOS),

    /** Keeps no vote above its snapshot. */
    DROPS_VOTES_ABOVE_SNAPSHOT(Mutant::withoutVotesAboveSnapshot, EpochConfig.Engine.PAXOS),
    /** Takes the first damaged vote for the end of its log. */
    TRUNCATES_AT_FIRST_DAMAGE(Mutant::upToDamage, EpochConfig.Engine.PAXOS),

    // ---- disks ----

    /** Says that a file is synced and does nothing. */
    SYNC_DOES_NOTHING {
        @Override
        public Disk disk(Disk honest) {
            return new WrappingDisk(honest) {
                @Override
                protected void sync(String name, DiskFile file) {}
            };
        }
    },
    /** Syncs again when a sync failed: the second one succeeds, and the data is gone all the same. */
    RETRIES_FAILED_SYNC {
        @Override
        public Disk disk(Disk honest) {
            return new WrappingDisk(honest) {
                @Override
                protected void sync(String name, DiskFile file) throws IOException {
                    try {
                        file.sync();
                    } catch (IOException e) {
                        file.sync();
                    }
                }
            };
        }
    },
    /** Takes a failed sync for a good one. */
    SWALLOWS_FAILED_SYNC {
        @Override
        public Disk disk(Disk honest) {
            return new WrappingDisk(honest) {
                @Override
                protected void sync(String name, DiskFile file) {
                    try {
                        file.sync();
                    } catch (IOException e) {
                        // That is the bug.
                    }
                }
            };
        }
    },
    /** Begins a segment, or copies the last one forward, without a sync. */
    SEGMENT_ROLL_SKIPS_SYNC {
        @Override
        public Disk disk(Disk honest) {
            return withoutSyncOf("spare", honest);
        }
    },
    /** A snapshot counts before its chunks are synced. */
    SNAPSHOT_BEFORE_ITS_CHUNKS {
        @Override
        public Disk disk(Disk honest) {
            return withoutSyncOf("chunk-", honest);
        }
    },
    /** Gives a new segment its name without a sync of the directory. */
    SEGMENT_ROLL_SKIPS_DIRECTORY {
        @Override
        public Disk disk(Disk honest) {
            return new WrappingDisk(honest) {
                @Override
                public void syncDirectory(String directory) throws IOException {
                    if (!directory.startsWith("log")) {
                        super.syncDirectory(directory);
                    }
                }
            };
        }
    },
    /** Doesn't sync directories: new and renamed files may vanish. */
    DIRECTORIES_NEVER_SYNCED {
        @Override
        public Disk disk(Disk honest) {
            return new WrappingDisk(honest) {
                @Override
                public void syncDirectory(String directory) {}
            };
        }
    },

    // ---- state machines ----

    /** Results of commands are forgotten when this process finds it time, not when the log says so. */
    EXPIRES_BY_ITS_OWN_CLOCK {
        @Override
        public <R> StateMachine<R> machine(StateMachine<R> honest) {
            return new WrappingMachine<>(honest) {
                private long calls;

                @Override
                public R apply(long slot, long stampMillis, byte[] command) {
                    if (++calls % 50 == 0 && honest instanceof Registers registers) {
                        registers.forgetResults();
                    }
                    return super.apply(slot, stampMillis, command);
                }
            };
        }
    },

    /** The table that makes repeated commands take effect once isn't in the snapshot. */
    SNAPSHOT_LACKS_RESULTS {
        @Override
        public <R> StateMachine<R> machine(StateMachine<R> honest) {
            return new WrappingMachine<>(honest) {
                @Override
                public void load(InputStream snapshot) throws IOException {
                    super.load(snapshot);
                    if (honest instanceof Registers registers) {
                        registers.forgetResults();
                    }
                }
            };
        }
    },
    /** A state depends on what this process saw, and not on the log alone. */
    STATE_DEPENDS_ON_PROCESS {
        @Override
        public <R> StateMachine<R> machine(StateMachine<R> honest) {
            return new WrappingMachine<>(honest) {
                private long seen;

                @Override
                public R apply(long slot, long stampMillis, byte[] command) {
                    seen++;
                    // A replica that began with a snapshot has seen less.
                    return super.apply(slot, seen % 100 == 0 ? stampMillis + seen : stampMillis, command);
                }
            };
        }
    };

    private final UnaryOperator<CoreFactory> core;
    private final EpochConfig.Engine engine;

    Mutant() {
        this.engine = EpochConfig.Engine.PAXOS;
        this.core = honest -> honest;
    }

    Mutant(PaxosRules rules) {
        this.engine = EpochConfig.Engine.PAXOS;
        this.core = honest -> factory(EpochRules.SEALED, ReadRules.SAFE, rules, RaftRules.PAPER);
    }

    Mutant(RaftRules rules) {
        this.engine = EpochConfig.Engine.RAFT;
        this.core = honest -> factory(EpochRules.SEALED, ReadRules.SAFE, PaxosRules.PAPER, rules);
    }

    Mutant(EpochRules rules) {
        this.engine = EpochConfig.Engine.PAXOS;
        this.core = honest -> factory(rules, ReadRules.SAFE, PaxosRules.PAPER, RaftRules.PAPER);
    }

    Mutant(EpochConfig.Engine engine, ReadRules rules) {
        this.engine = engine;
        this.core = honest -> factory(EpochRules.SEALED, rules, PaxosRules.PAPER, RaftRules.PAPER);
    }

    Mutant(UnaryOperator<ConsensusCore> wrapping) {
        this.engine = EpochConfig.Engine.PAXOS;
        this.core = honest -> (self, store, epoch, settings, random, recovered) ->
                wrapping.apply(honest.create(self, store, epoch, settings, random, recovered));
    }

    /** With a memory that is not what the disk gave back. */
    Mutant(UnaryOperator<Recovered> memory, EpochConfig.Engine engine) {
        this.engine = engine;
        this.core = honest -> (self, store, epoch, settings, random, recovered) ->
                honest.create(self, store, epoch, settings, random, memory.apply(recovered));
    }

    private static CoreFactory factory(EpochRules epochs, ReadRules reads, PaxosRules paxos, RaftRules raft) {
        return CoreFactory.of(
                epochs,
                reads,
                Map.of(
                        EpochConfig.Engine.PAXOS, PaxosCore.factory(paxos),
                        EpochConfig.Engine.RAFT, RaftCore.factory(raft)));
    }

    /** The engine of the clusters in which it must be noticed. */
    EpochConfig.Engine engine() {
        return engine;
    }

    @Override
    public CoreFactory core(CoreFactory honest) {
        return core.apply(honest);
    }

    private static Disk withoutSyncOf(String nameContains, Disk honest) {
        return new WrappingDisk(honest) {
            @Override
            protected void sync(String name, DiskFile file) throws IOException {
                if (!name.contains(nameContains)) {
                    file.sync();
                }
            }
        };
    }

    private static Recovered withoutVotesAboveSnapshot(Recovered whole) {
        return new Recovered(
                whole.lastLsn(),
                whole.promised(),
                whole.snapshotSlot(),
                whole.appliedSlot(),
                whole.appliedHash(),
                whole.snapshotSlot() == 0 ? whole.votes() : List.of(),
                whole.faults(),
                Math.min(whole.chosenMark(), whole.appliedSlot()),
                whole.appliedEpoch());
    }

    private static Recovered withoutPromise(Recovered whole) {
        return new Recovered(
                whole.lastLsn(),
                Ballot.NONE,
                whole.snapshotSlot(),
                whole.appliedSlot(),
                whole.appliedHash(),
                whole.votes(),
                whole.faults(),
                whole.chosenMark(),
                whole.appliedEpoch());
    }

    private static Recovered upToDamage(Recovered whole) {
        long lost = whole.votes().stream()
                .filter(vote -> !vote.hasValue())
                .mapToLong(Vote::slot)
                .min()
                .orElse(Long.MAX_VALUE);
        long doubtful = whole.faults().stream().mapToLong(SlotRange::from).min().orElse(Long.MAX_VALUE);
        return new Recovered(
                whole.lastLsn(),
                whole.promised(),
                whole.snapshotSlot(),
                whole.appliedSlot(),
                whole.appliedHash(),
                whole.votes().stream()
                        .filter(vote -> vote.slot() < Math.min(lost, doubtful))
                        .toList(),
                List.of(),
                whole.chosenMark(),
                whole.appliedEpoch());
    }

    private static Recovered withoutLastVote(Recovered whole) {
        List<Vote> fewer = whole.votes().subList(0, Math.max(0, whole.votes().size() - 1));
        return new Recovered(
                whole.lastLsn(),
                whole.promised(),
                whole.snapshotSlot(),
                whole.appliedSlot(),
                whole.appliedHash(),
                fewer,
                whole.faults(),
                Math.min(
                        whole.chosenMark(),
                        fewer.isEmpty() ? 0 : fewer.get(fewer.size() - 1).slot()),
                whole.appliedEpoch());
    }

    /** A core with something between it and the shell. */
    private abstract static class Wrapping implements ConsensusCore {
        final ConsensusCore inner;
        long written;
        long told;

        Wrapping(ConsensusCore inner) {
            this.inner = inner;
        }

        /** A change of what a core receives, knowing how it stands. */
        interface Change {
            Message apply(Message message, CoreView view);
        }

        @Override
        public CoreView view() {
            return inner.view();
        }

        static UnaryOperator<ConsensusCore> effects(UnaryOperator<Effect> change) {
            return core -> new Wrapping(core) {
                @Override
                public void step(Input input, EffectSink out) {
                    inner.step(input, effect -> out.accept(change.apply(effect)));
                }
            };
        }

        static UnaryOperator<ConsensusCore> messages(UnaryOperator<Message> change) {
            return effects(effect -> effect instanceof Effect.Send send
                    ? new Effect.Send(send.to(), send.epoch(), change.apply(send.message()), send.afterLsn())
                    : effect);
        }

        static UnaryOperator<ConsensusCore> received(Change change) {
            return core -> new Wrapping(core) {
                @Override
                public void step(Input input, EffectSink out) {
                    inner.step(
                            input instanceof Input.Received received
                                    ? new Input.Received(
                                            received.from(),
                                            received.store(),
                                            received.epoch(),
                                            change.apply(received.message(), inner.view()))
                                    : input,
                            out);
                }
            };
        }
    }
}
