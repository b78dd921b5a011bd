package io.metroon.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Input;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.paxos.ScriptedCluster;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One test a statement that the engine rests on. Sections are those of the extended Raft paper; D is Ongaro's dissertation.
 */
class RaftPaperTest {
    private static final Ballot LOW = new Ballot(1, 1);
    private static final Ballot HIGH = new Ballot(2, 2);
    private static final Position EMPTY = new Position(0, Position.BEFORE);

    private final ScriptedCluster cluster = new ScriptedCluster(3, 0, EpochConfig.Engine.RAFT);
    private final Node node = cluster.node(3);

    private void receive(int from, Message message) {
        node.step(ScriptedCluster.received(from, message));
    }

    private static Message.RequestVote requestVote(Ballot candidate, Position last) {
        return new Message.RequestVote(candidate, 0, last);
    }

    private static Message.AppendEntries append(Ballot leader, Position prev, long commitUpTo, Entry... entries) {
        return new Message.AppendEntries(leader, prev, List.of(entries), commitUpTo, 0, true, 0, Hash128.ZERO);
    }

    private static Entry entry(long slot, Ballot ballot, String text) {
        return ScriptedCluster.value(slot, ballot, text);
    }

    private <M extends Message> List<M> answers(Class<M> type) {
        return node.sent().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <M extends Message> M lastAnswer(Class<M> type) {
        List<M> all = answers(type);
        return all.get(all.size() - 1);
    }

    private void restart(Ballot promised, List<SlotRange> faults, Vote... votes) {
        node.restart(new Recovered(9, promised, 0, 0, Hash128.ZERO, List.of(votes), faults, 0, Optional.empty()));
    }

    // ---- 5.1: terms ----

    @Test
    void s51_aMessageOfATermThatIsOver_isRefused_andTheNewerTermNamed() {
        receive(2, append(HIGH, EMPTY, 0));
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "late")));
        assertThat(lastAnswer(Message.AppendReply.class).promised().round()).isEqualTo(2);
        assertThat(lastAnswer(Message.AppendReply.class).matched()).isFalse();
        assertThat(node.log).noneMatch(LogRecord.Accepted.class::isInstance);
    }

    @Test
    void s51_aLeaderThatHearsOfANewerTerm_stepsDown() {
        Node leader = cluster.awaitLeader(1, 2, 3);
        long term = leader.view().promised().round();
        int other = leader.id % 3 + 1;
        leader.step(ScriptedCluster.received(other, requestVote(new Ballot(term + 1, other), EMPTY)));
        assertThat(leader.view().role()).isEqualTo(Role.FOLLOWER);
        assertThat(leader.view().promised()).isEqualTo(new Ballot(term + 1, 0));
    }

    // ---- 5.2: elections ----

    @Test
    void s52_oneVoteATerm_firstComeFirstServed_alsoBehindARestart() {
        receive(1, requestVote(new Ballot(5, 1), EMPTY));
        node.restart();
        receive(2, requestVote(new Ballot(5, 2), EMPTY));
        assertThat(answers(Message.VoteReply.class))
                .extracting(Message.VoteReply::granted)
                .containsExactly(true, false);
    }

    @Test
    void s52_theCandidateThatHasTheVote_isToldAgain() {
        receive(1, requestVote(LOW, EMPTY));
        receive(1, requestVote(LOW, EMPTY));
        assertThat(answers(Message.VoteReply.class)).allMatch(Message.VoteReply::granted);
    }

    @Test
    void s52_enteringATermByAnEntryOfItsLeader_leavesNoVoteForAnother() {
        receive(1, append(LOW, EMPTY, 0));
        receive(2, requestVote(new Ballot(1, 2), new Position(9, 1)));
        assertThat(lastAnswer(Message.VoteReply.class).granted()).isFalse();
    }

    @Test
    void s52_aCandidateThatHearsTheLeaderOfItsTerm_follows() {
        while (answers(Message.Probe.class).isEmpty()) {
            node.step(new Input.Tick(0));
        }
        receive(1, new Message.ProbeReply(lastAnswer(Message.Probe.class).attempt(), true, Ballot.NONE, 0));
        assertThat(node.view().role()).isEqualTo(Role.PREPARING);
        long term = lastAnswer(Message.RequestVote.class).ballot().round();
        receive(1, append(new Ballot(term, 1), EMPTY, 0));
        assertThat(node.view().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.view().leader()).isEqualTo(1);
    }

    @Test
    void figure2_aVoteLeavesOnlyOnceItIsDurable() {
        node.autoSync = false;
        receive(1, requestVote(LOW, EMPTY));
        assertThat(cluster.wires).isEmpty();
        node.sync();
        assertThat(cluster.wires).hasSize(1);
    }

    @Test
    void figure2_anEntryIsAcknowledgedOnlyOnceItIsDurable() {
        node.autoSync = false;
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "a")));
        assertThat(cluster.wires).isEmpty();
        receive(1, append(LOW, EMPTY, 0));
        node.sync();
        assertThat(cluster.wires)
                .extracting(wire -> ((Message.AppendReply) wire.message()).ackUpTo())
                .contains(1L);
    }

    @Test
    void s52_anElectionTakesAMajority_evenWhereFewerWouldMeetEveryCommit() {
        EpochConfig four = new EpochConfig(1, EpochConfig.Engine.RAFT, ScriptedCluster.members(4), 2, 3);
        assertThat(RaftRules.PAPER.isElected(List.of(1, 2), four)).isFalse();
        assertThat(RaftRules.PAPER.isElected(List.of(1, 2, 3), four)).isTrue();
    }

    // ---- 5.3: log replication ----

    @Test
    void s53_entriesAreRefused_whenTheOneBeforeThemIsMissingOrOfAnotherTerm() {
        receive(2, append(HIGH, new Position(1, 1), 0, entry(2, HIGH, "b")));
        assertThat(lastAnswer(Message.AppendReply.class).matched()).isFalse();
        receive(2, append(HIGH, EMPTY, 0, entry(1, HIGH, "x")));
        receive(2, append(HIGH, new Position(1, 1), 0, entry(2, HIGH, "b")));
        assertThat(lastAnswer(Message.AppendReply.class).matched()).isFalse();
        assertThat(node.view().lastSlot()).isEqualTo(1);
    }

    @Test
    void s53_anEntryOfAnotherTerm_goes_andAllThatFollowIt() {
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "a"), entry(2, LOW, "b"), entry(3, LOW, "c")));
        receive(2, append(HIGH, new Position(1, 1), 0, entry(2, HIGH, "B")));
        assertThat(node.view().lastSlot()).isEqualTo(2);
        assertThat(node.log).contains(new LogRecord.Truncated(1, 1));
        node.restart();
        assertThat(node.view().lastSlot()).isEqualTo(2);
    }

    @Test
    void s53_anEarlierMessageThatComesLate_dropsNothing() {
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "a"), entry(2, LOW, "b")));
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "a")));
        assertThat(node.view().lastSlot()).isEqualTo(2);
        assertThat(node.log).noneMatch(LogRecord.Truncated.class::isInstance);
    }

    @Test
    void s53_aFollowerCommitsOnlyWhatItsLogHasInCommonWithTheLeaders() {
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "a"), entry(2, LOW, "other")));
        receive(2, append(HIGH, new Position(1, 1), 2));
        assertThat(node.commands()).containsExactly("a");
        receive(2, append(HIGH, new Position(1, 1), 2, entry(2, HIGH, "b")));
        assertThat(node.commands()).containsExactly("a", "b");
    }

    @Test
    void s53_anEntryKeepsItsTerm_whenALaterLeaderSendsItOn() {
        receive(2, append(HIGH, EMPTY, 0, entry(1, LOW, "a")));
        assertThat(node.log).contains(new LogRecord.Accepted(1, entry(1, LOW, "a")));
    }

    @Test
    void s53_whatIsCommitted_isNeverDropped() {
        receive(1, append(LOW, EMPTY, 1, entry(1, LOW, "a")));
        receive(2, append(HIGH, EMPTY, 1, entry(1, HIGH, "b")));
        assertThat(node.seen).anyMatch(Effect.Fatal.class::isInstance);
        assertThat(node.commands()).containsExactly("a");
    }

    // ---- 5.4: safety ----

    @Test
    void s541_ofTwoLogs_theOneWithTheLaterLastTermIsMoreUpToDate_andOfEqualTermsTheLonger() {
        assertThat(RaftRules.PAPER.isUpToDate(new Position(1, 3), 0, new Position(9, 2)))
                .isTrue();
        assertThat(RaftRules.PAPER.isUpToDate(new Position(9, 2), 0, new Position(1, 3)))
                .isFalse();
        assertThat(RaftRules.PAPER.isUpToDate(new Position(4, 2), 0, new Position(4, 2)))
                .isTrue();
        assertThat(RaftRules.PAPER.isUpToDate(new Position(3, 2), 0, new Position(4, 2)))
                .isFalse();
    }

    @Test
    void s541_aVoterRefusesACandidateWhoseLogIsOlder_butEntersItsTerm() {
        receive(2, append(HIGH, EMPTY, 0, entry(1, HIGH, "a")));
        receive(1, requestVote(new Ballot(7, 1), new Position(5, 1)));
        assertThat(lastAnswer(Message.VoteReply.class).granted()).isFalse();
        assertThat(node.view().promised()).isEqualTo(new Ballot(7, 0));
    }

    @Test
    void s7_whereCompactionLeftNoTerm_aCandidateMustKnowAllThatToBeChosen() {
        Position compacted = new Position(4, Position.UNKNOWN);
        assertThat(RaftRules.PAPER.isUpToDate(new Position(9, 1), 3, compacted)).isFalse();
        assertThat(RaftRules.PAPER.isUpToDate(new Position(4, Position.UNKNOWN), 4, compacted))
                .isTrue();
    }

    private Message.AppendReply reply(Ballot leader, long upTo) {
        return new Message.AppendReply(leader, leader, true, upTo, upTo, 0, 0);
    }

    /** Lets node 3 lead with this log. */
    private Ballot leadWith(Vote... votes) {
        restart(HIGH, List.of(), votes);
        while (answers(Message.Probe.class).isEmpty()) {
            node.step(new Input.Tick(0));
        }
        receive(1, new Message.ProbeReply(lastAnswer(Message.Probe.class).attempt(), true, HIGH, 0));
        Ballot ballot = lastAnswer(Message.RequestVote.class).ballot();
        receive(3, new Message.VoteReply(ballot, true, ballot, 0));
        receive(1, new Message.VoteReply(ballot, true, ballot, 0));
        assertThat(node.view().role()).isEqualTo(Role.LEADING);
        return ballot;
    }

    @Test
    void s542_figure8_anEntryOfAnOlderTerm_isCommittedOnlyWithOneOfTheLeadersOwn() {
        Ballot leader = leadWith(Vote.of(entry(1, HIGH, "old")));
        receive(1, reply(leader, 1));
        receive(2, reply(leader, 1));
        assertThat(node.commands()).isEmpty();
        receive(1, reply(leader, 2));
        assertThat(node.commands()).containsExactly("old");
    }

    @Test
    void s542_aSealOfAnOlderTerm_isCommittedByAnEntryBehindIt_whichIsVoid() {
        EpochConfig next = cluster.epoch.startingAfter(1);
        EpochConfig second =
                new EpochConfig(2, next.engine(), next.members(), next.phase1Quorum(), next.phase2Quorum(), 0, 1);
        byte[] config = io.metroon.consensus.epoch.EpochConfigCodec.encode(second);
        Ballot leader = leadWith(Vote.of(Entry.of(1, HIGH, EntryKind.SEAL, 0, config)));
        node.propose("not behind a seal");
        receive(1, reply(leader, 2));
        assertThat(node.committed).extracting(Entry::kind).containsExactly(EntryKind.SEAL);
        assertThat(node.view().epoch()).isEqualTo(2);
        assertThat(node.log)
                .filteredOn(record -> record instanceof LogRecord.Accepted accepted
                        && accepted.entry().kind() == EntryKind.COMMAND)
                .isEmpty();
    }

    @Test
    void figure3_aLeaderDropsNothingOfItsOwnLog_andBeginsWithAnEntryOfItsTerm() {
        Ballot leader = leadWith(Vote.of(entry(1, LOW, "a")), Vote.of(entry(2, HIGH, "b")));
        Entry start = Entry.of(3, leader, EntryKind.LEADER_START, 0, new byte[0]);
        assertThat(node.log).contains(new LogRecord.Accepted(1, start));
        assertThat(node.log).noneMatch(LogRecord.Truncated.class::isInstance);
    }

    @Test
    void s53_aLeaderGoesBack_untilTheLogsMatch_andStreamsFromThere() {
        Ballot leader =
                leadWith(Vote.of(entry(1, LOW, "a")), Vote.of(entry(2, LOW, "b")), Vote.of(entry(3, HIGH, "c")));
        node.step(new Input.Flush());
        assertThat(lastAnswer(Message.AppendEntries.class).prev()).isEqualTo(new Position(3, 2));
        receive(1, new Message.AppendReply(leader, leader, false, 0, 1, 0, 0));
        node.step(new Input.Flush());
        Message.AppendEntries sent = lastAnswer(Message.AppendEntries.class);
        assertThat(sent.prev()).isEqualTo(new Position(1, 1));
        assertThat(sent.entries()).extracting(Entry::slot).containsExactly(2L, 3L, 4L);
    }

    // ---- 8, D 6.4: reads; D 3.10: transfer; D 9.6: pre-vote ----

    @Test
    void s8_aReadWaitsForTheFirstEntryOfTheLeadersTerm() {
        Ballot leader = leadWith(Vote.of(entry(1, HIGH, "old")));
        node.step(new Input.Read(5));
        node.step(new Input.Flush());
        long position = lastAnswer(Message.AppendEntries.class).readPosition();
        receive(1, new Message.AppendReply(leader, leader, true, 1, 1, position, 0));
        assertThat(node.seen).anyMatch(effect -> effect instanceof Effect.ReadReady ready && ready.index() == 2);
    }

    @Test
    void d310_aNodeToldToTakeOver_standsAtOnce_once() {
        receive(1, append(LOW, EMPTY, 0, entry(1, LOW, "a")));
        receive(1, new Message.Transfer(LOW, 1, 1));
        receive(1, new Message.Transfer(LOW, 1, 1));
        assertThat(answers(Message.RequestVote.class))
                .extracting(Message.RequestVote::ballot)
                .containsOnly(new Ballot(2, 3));
    }

    @Test
    void d96_aProbe_isDeclinedWhenTheCandidateCouldNotWin_andNobodysTermChanges() {
        receive(2, append(HIGH, EMPTY, 0, entry(1, HIGH, "a")));
        for (int i = 0; i < 15; i++) {
            node.step(new Input.Tick(0));
        }
        receive(1, new Message.Probe(1, 0, EMPTY));
        assertThat(lastAnswer(Message.ProbeReply.class).ok()).isFalse();
        receive(1, new Message.Probe(2, 0, new Position(1, 2)));
        assertThat(lastAnswer(Message.ProbeReply.class).ok()).isTrue();
        assertThat(node.view().promised().round()).isEqualTo(2);
    }

    // ---- 7: snapshots ----

    private Hash128 chain(Entry... entries) {
        Hash128 chain = Hash128.ZERO;
        for (Entry entry : entries) {
            chain = chain.then(entry.hash());
        }
        return chain;
    }

    @Test
    void s7_entriesAboveASnapshot_stayWhenTheLogLeadsToIt_andGoWhenItDoesNot() {
        Entry a = entry(1, LOW, "a");
        Entry b = entry(2, LOW, "b");
        receive(1, append(LOW, EMPTY, 0, a, b));
        node.step(new Input.SnapshotInstalled(1, chain(a), cluster.epoch));
        assertThat(node.view().lastSlot()).isEqualTo(2);
        node.step(new Input.SnapshotInstalled(2, chain(a, entry(2, HIGH, "B")), cluster.epoch));
        assertThat(node.view().lastSlot()).isEqualTo(2);
        receive(1, append(LOW, new Position(2, Position.UNKNOWN), 0, entry(3, LOW, "c")));
        node.step(new Input.SnapshotInstalled(3, chain(a, b, entry(3, HIGH, "C")), cluster.epoch));
        assertThat(node.view().chosenUpTo()).isEqualTo(3);
    }

    // ---- damaged logs: not in the paper ----

    @Test
    void aDamagedEntry_countsAsAnEntry_inItsOwnersVote() {
        restart(HIGH, List.of(), Vote.idOnly(1, HIGH, entry(1, HIGH, "a").hash()));
        receive(1, requestVote(new Ballot(3, 1), EMPTY));
        assertThat(lastAnswer(Message.VoteReply.class).granted()).isFalse();
        receive(2, requestVote(new Ballot(4, 2), new Position(1, 2)));
        assertThat(lastAnswer(Message.VoteReply.class).granted()).isTrue();
    }

    @Test
    void aNodeThatCantTellWhereItsLogEnds_grantsNoVote_andDoesNotStand() {
        restart(HIGH, List.of(new SlotRange(1, 3)));
        receive(1, requestVote(new Ballot(3, 1), new Position(9, 2)));
        assertThat(lastAnswer(Message.VoteReply.class).granted()).isFalse();
        for (int i = 0; i < 60; i++) {
            node.step(new Input.Tick(0));
        }
        assertThat(answers(Message.Probe.class)).isEmpty();
    }

    @Test
    void aDamagedEntry_isAMismatch_soThatTheLeaderSendsItAgain() {
        Entry a = entry(1, HIGH, "a");
        Entry b = entry(2, HIGH, "b");
        restart(HIGH, List.of(), Vote.idOnly(1, HIGH, a.hash()), Vote.of(b));
        receive(2, append(HIGH, new Position(2, 2), 2, entry(3, HIGH, "c")));
        assertThat(lastAnswer(Message.AppendReply.class))
                .extracting(Message.AppendReply::matched, Message.AppendReply::receivedUpTo)
                .containsExactly(false, 0L);
        receive(2, append(HIGH, EMPTY, 2, a));
        assertThat(node.commands()).containsExactly("a");
        receive(2, append(HIGH, new Position(2, 2), 2));
        assertThat(node.commands()).containsExactly("a", "b");
    }

    @Test
    void aLostEntryBeforeOthers_isFilledOnlyWhenTheMessageShowsThatTheyFollowIt() {
        Entry b = entry(2, HIGH, "b");
        restart(HIGH, List.of(new SlotRange(1, 1)), Vote.of(b));
        Ballot third = new Ballot(3, 1);
        receive(1, append(third, EMPTY, 0, entry(1, LOW, "other")));
        assertThat(node.log).noneMatch(LogRecord.Accepted.class::isInstance);
        receive(1, append(third, EMPTY, 0, entry(1, LOW, "other"), entry(2, third, "B")));
        assertThat(node.log)
                .containsSubsequence(
                        new LogRecord.Truncated(1, 0),
                        new LogRecord.Accepted(1, entry(1, LOW, "other")),
                        new LogRecord.Accepted(1, entry(2, third, "B")));
    }

    @Test
    void aDamagedValue_isRepairedFromAnyPeerThatHasIt() {
        Entry a = entry(1, HIGH, "a");
        restart(HIGH, List.of(), Vote.idOnly(1, HIGH, a.hash()));
        receive(1, new Message.ValueResponse(a));
        assertThat(node.log).contains(new LogRecord.Accepted(1, a));
    }
}
