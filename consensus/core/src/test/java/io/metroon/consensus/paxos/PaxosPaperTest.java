package io.metroon.consensus.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Input;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.EpochRules;
import io.metroon.consensus.frame.ReadRules;
import io.metroon.consensus.paxos.PaxosRules.Choice;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One test a statement that the engine rests on: Paxos Made Simple (PMS) and Flexible Paxos (FP). */
class PaxosPaperTest {
    private static final Ballot LOW = new Ballot(1, 1);
    private static final Ballot HIGH = new Ballot(2, 2);
    private final ScriptedCluster cluster = new ScriptedCluster(3);
    private final Node acceptor = cluster.node(3);

    private void receive(int from, Message message) {
        acceptor.step(ScriptedCluster.received(from, message));
    }

    private Message.Accept accept(Ballot ballot, long slot, String text) {
        return new Message.Accept(ballot, slot, List.of(ScriptedCluster.value(slot, ballot, text)), 0, 0);
    }

    private <M extends Message> List<M> answers(Class<M> type) {
        return acceptor.sent().stream().filter(type::isInstance).map(type::cast).toList();
    }

    // ---- PMS 2.2, P1a ----

    @Test
    void p1a_anAcceptorPromisesABallotAboveAllItHasPromised() {
        receive(1, new Message.Prepare(LOW, 1));
        receive(2, new Message.Prepare(HIGH, 1));
        assertThat(answers(Message.Promise.class))
                .extracting(Message.Promise::ballot)
                .containsExactly(LOW, HIGH);
    }

    @Test
    void p1a_anAcceptorRefusesABallotBelowItsPromise_andNamesThePromise() {
        receive(2, new Message.Prepare(HIGH, 1));
        receive(1, new Message.Prepare(LOW, 1));
        assertThat(answers(Message.Reject.class)).containsExactly(new Message.Reject(LOW, HIGH));
        assertThat(acceptor.view().promised()).isEqualTo(HIGH);
    }

    @Test
    void p1a_anAcceptorRefusesAVoteBelowItsPromise() {
        receive(2, new Message.Prepare(HIGH, 1));
        receive(1, accept(LOW, 1, "late"));
        assertThat(acceptor.log).noneMatch(LogRecord.Accepted.class::isInstance);
        assertThat(answers(Message.Accepted.class)).isEmpty();
    }

    @Test
    void p1a_aVoteIsAlsoAPromise() {
        receive(2, accept(HIGH, 1, "a"));
        receive(1, new Message.Prepare(LOW, 1));
        assertThat(answers(Message.Promise.class)).isEmpty();
        assertThat(acceptor.log.get(0)).isEqualTo(new LogRecord.Promised(1, HIGH));
    }

    @Test
    void p1b_aPromiseReportsTheVoteOfTheHighestBallotForEachSlot() {
        receive(1, accept(LOW, 1, "a"));
        receive(2, accept(HIGH, 1, "b"));
        receive(2, new Message.Prepare(new Ballot(3, 2), 1));
        Message.Promise promise = answers(Message.Promise.class).get(0);
        assertThat(promise.votes()).containsExactly(Vote.of(ScriptedCluster.value(1, HIGH, "b")));
    }

    /** Lets node 3 stand; the ballot that it prepares. */
    private Ballot stand() {
        int before = answers(Message.Probe.class).size();
        while (answers(Message.Probe.class).size() == before) {
            acceptor.step(new Input.Tick(0));
        }
        List<Message.Probe> probes = answers(Message.Probe.class);
        long attempt = probes.get(probes.size() - 1).attempt();
        receive(1, new Message.ProbeReply(attempt, true, Ballot.NONE, 0));
        List<Message.Prepare> prepares = answers(Message.Prepare.class);
        return prepares.get(prepares.size() - 1).ballot();
    }

    @Test
    void s23_aProposerThatIsRefused_abandonsItsBallot_andStandsAboveTheOneNamed() {
        receive(1, new Message.Reject(stand(), new Ballot(7, 1)));
        assertThat(acceptor.view().role()).isEqualTo(CoreView.Role.FOLLOWER);
        assertThat(stand()).isEqualTo(new Ballot(8, 3));
    }

    // ---- what must be durable before what ----

    @Test
    void aPromise_leavesOnlyOnceItIsDurable() {
        acceptor.autoSync = false;
        receive(1, new Message.Prepare(LOW, 1));
        assertThat(cluster.wires).isEmpty();
        acceptor.sync();
        assertThat(cluster.wires).hasSize(1);
    }

    @Test
    void aVote_isAcknowledgedOnlyOnceItIsDurable() {
        acceptor.autoSync = false;
        receive(1, accept(LOW, 1, "a"));
        assertThat(cluster.wires).isEmpty();
        acceptor.sync();
        assertThat(cluster.wires).hasSize(1);
    }

    @Test
    void aRefusal_namesAPromiseOnlyOnceItIsDurable() {
        acceptor.autoSync = false;
        receive(2, new Message.Prepare(HIGH, 1));
        receive(1, new Message.Prepare(LOW, 1));
        assertThat(cluster.wires).isEmpty();
    }

    @Test
    void aCandidate_speaksOfABallotOnlyOnceItsOwnPromiseIsDurable() {
        Node candidate = cluster.node(1);
        candidate.autoSync = false;
        while (candidate.sent().stream().noneMatch(Message.Probe.class::isInstance)) {
            candidate.step(new Input.Tick(0));
        }
        Message.Probe probe = (Message.Probe) candidate.sent().stream()
                .filter(Message.Probe.class::isInstance)
                .findFirst()
                .orElseThrow();
        cluster.wires.clear();
        candidate.step(ScriptedCluster.received(2, new Message.ProbeReply(probe.attempt(), true, Ballot.NONE, 0)));
        assertThat(cluster.wires).isEmpty();
        candidate.sync();
        assertThat(cluster.wires).anyMatch(wire -> wire.message() instanceof Message.Prepare);
    }

    // ---- PMS 2.2, P2c; the value of a slot ----

    private static final EpochConfig THREE =
            EpochConfig.ofMajorities(1, EpochConfig.Engine.PAXOS, ScriptedCluster.members(3));

    private static Optional<Vote> vote(Ballot ballot, String text) {
        return Optional.of(Vote.of(ScriptedCluster.value(1, ballot, text)));
    }

    private static Optional<Vote> lost(Ballot ballot, String text) {
        Entry entry = ScriptedCluster.value(1, ballot, text);
        return Optional.of(Vote.idOnly(1, ballot, entry.hash()));
    }

    private static Choice choose(List<Optional<Vote>> reports) {
        return PaxosRules.PAPER.choose(reports, THREE);
    }

    private static Entry proposed(List<Optional<Vote>> reports) {
        return choose(reports).entry().orElseThrow();
    }

    @Test
    void p2c_theValueIsThatOfTheHighestBallotReported() {
        assertThat(proposed(List.of(vote(LOW, "a"), vote(HIGH, "b")))).isEqualTo(ScriptedCluster.value(1, HIGH, "b"));
    }

    @Test
    void p2c_evenWhenMoreAcceptorsReportALowerOne() {
        assertThat(proposed(List.of(vote(LOW, "a"), vote(HIGH, "b"), vote(LOW, "a"))))
                .isEqualTo(ScriptedCluster.value(1, HIGH, "b"));
    }

    @Test
    void p2c_anyValueIsSafeWhenNobodyInTheQuorumVoted() {
        assertThat(choose(List.of(Optional.empty(), Optional.empty())).kind()).isEqualTo(Choice.Kind.NOTHING);
    }

    @Test
    void aDamagedReport_neverCountsAsNoVote() {
        assertThat(choose(List.of(Optional.of(Vote.fault(1)), Optional.empty())).kind())
                .isEqualTo(Choice.Kind.BLOCKED);
    }

    @Test
    void aLostValueOfTheHighestBallot_blocksWhileItMayHaveBeenChosen() {
        assertThat(choose(List.of(lost(HIGH, "b"), vote(LOW, "a"))).kind()).isEqualTo(Choice.Kind.BLOCKED);
    }

    @Test
    void aLostValue_isReplacedByAnotherReportOfTheSameBallot() {
        assertThat(proposed(List.of(lost(HIGH, "b"), vote(HIGH, "b")))).isEqualTo(ScriptedCluster.value(1, HIGH, "b"));
    }

    @Test
    void aLostValue_isPassedOverWhenAQuorumOfWholeReportsIsBelowIt() {
        Choice choice = choose(List.of(lost(HIGH, "b"), vote(LOW, "a"), Optional.empty()));
        assertThat(choice.entry()).contains(ScriptedCluster.value(1, LOW, "a"));
        assertThat(choice.withoutDamaged()).isTrue();
    }

    @Test
    void aChosenReport_decidesAlone() {
        Entry chosen = ScriptedCluster.value(1, LOW, "a");
        assertThat(proposed(List.of(Optional.of(Vote.chosen(chosen)), Optional.of(Vote.fault(1)))))
                .isEqualTo(chosen);
    }

    // ---- PMS 3; many slots, one phase 1 ----

    @Test
    void s3_aNewLeaderProposesAgainWhatItFinds_fillsGapsWithNoops_andGoesOnBehind() {
        Ballot old = new Ballot(0, 3);
        Node two = cluster.node(2);
        two.step(ScriptedCluster.received(
                3, new Message.Accept(old, 1, List.of(ScriptedCluster.value(1, old, "first")), 0, 0)));
        two.step(ScriptedCluster.received(
                3, new Message.Accept(old, 1, List.of(ScriptedCluster.value(3, old, "third")), 0, 0)));
        cluster.wires.clear();
        cluster.cut(3);
        Node leader = cluster.awaitLeader(1, 2);
        assertThat(leader.committed)
                .extracting(Entry::kind)
                .containsExactly(EntryKind.COMMAND, EntryKind.NOOP, EntryKind.COMMAND, EntryKind.LEADER_START);
        assertThat(leader.committed)
                .extracting(Entry::ballot)
                .containsOnly(leader.view().promised());
    }

    @Test
    void s3_aVoteOfAnOlderBallot_isNotTakenForTheChosenValue() {
        receive(1, accept(LOW, 1, "old"));
        receive(2, new Message.Heartbeat(HIGH, 1, 1, 1, 0, true, 0, io.metroon.consensus.Hash128.ZERO));
        assertThat(acceptor.committed).isEmpty();
        receive(2, accept(HIGH, 1, "new"));
        assertThat(acceptor.commands()).containsExactly("new");
    }

    @Test
    void s22_anAcknowledgementOfAnotherBallot_isCountedForNothing() {
        Node leader = cluster.awaitLeader(1, 2, 3);
        Ballot ballot = leader.view().promised();
        cluster.cut(1, 2, 3);
        leader.propose("value");
        long chosen = leader.view().chosenUpTo();
        Ballot older = new Ballot(ballot.round() - 1, ballot.node());
        int other = leader.id % 3 + 1;
        leader.step(ScriptedCluster.received(other, new Message.Accepted(older, chosen + 1, 0, 0)));
        assertThat(leader.view().chosenUpTo()).isEqualTo(chosen);
        leader.step(ScriptedCluster.received(other, new Message.Accepted(ballot, chosen + 1, 0, 0)));
        assertThat(leader.view().chosenUpTo()).isEqualTo(chosen + 1);
    }

    @Test
    void s3_aLeaderProposesAheadOfWhatIsChosen_upToAWindow() {
        Node leader = cluster.awaitLeader(1, 2, 3);
        cluster.cut(1, 2, 3);
        for (int i = 0; i < 2 * ScriptedCluster.SETTINGS.windowSlots(); i++) {
            leader.propose("v" + i);
        }
        assertThat(leader.view().lastSlot() - leader.view().chosenUpTo())
                .isEqualTo(ScriptedCluster.SETTINGS.windowSlots());
    }

    // ---- FP 3; quorums ----

    @Test
    void fp_quorumsThatMayMissEachOther_areRefused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new EpochConfig(1, EpochConfig.Engine.PAXOS, ScriptedCluster.members(4), 2, 2))
                .hasMessageContaining("sum must exceed");
    }

    @Test
    void fp_aSlotIsChosenByAPhase2Quorum_howeverLargeTheRest() {
        EpochConfig four = EpochConfig.ofMajorities(1, EpochConfig.Engine.PAXOS, ScriptedCluster.members(4));
        assertThat(four.phase1Quorum()).isEqualTo(3);
        assertThat(four.phase2Quorum()).isEqualTo(2);
        assertThat(PaxosRules.PAPER.chosenBy(List.of(9L, 7L, 3L, 1L), four)).isEqualTo(7);
    }

    // ---- promises in parts ----

    @Test
    void aPromiseInParts_isWholeOnlyWhenItsStretchesMeet() {
        Phase1 phase1 = new Phase1(context(), PaxosRules.PAPER, HIGH);
        Vote one = Vote.of(ScriptedCluster.value(1, LOW, "a"));
        Vote two = Vote.of(ScriptedCluster.value(2, LOW, "b"));
        phase1.onPromise(1, new Message.Promise(HIGH, 0, Long.MAX_VALUE, 0, List.of(), List.of()));
        phase1.onPromise(2, new Message.Promise(HIGH, 1, Long.MAX_VALUE, 0, List.of(two), List.of()));
        assertThat(phase1.decide()).isEmpty();
        phase1.onPromise(2, new Message.Promise(HIGH, 0, 1, 0, List.of(one), List.of()));
        assertThat(phase1.decide().orElseThrow().values()).hasSize(2);
    }

    @Test
    void aDiskThatLostUnknownRecords_isNotAskedWhatFollows() {
        Phase1 phase1 = new Phase1(context(), PaxosRules.PAPER, HIGH);
        List<SlotRange> open = List.of(new SlotRange(5, Long.MAX_VALUE));
        phase1.onPromise(1, new Message.Promise(HIGH, 0, Long.MAX_VALUE, 0, List.of(), open));
        phase1.onPromise(2, new Message.Promise(HIGH, 0, Long.MAX_VALUE, 0, List.of(), List.of()));
        assertThat(phase1.decide()).isEmpty();
        phase1.onPromise(3, new Message.Promise(HIGH, 0, Long.MAX_VALUE, 0, List.of(), List.of()));
        assertThat(phase1.decide()).isPresent();
    }

    private Context context() {
        return new Context(
                1,
                ScriptedCluster.store(1),
                THREE,
                ScriptedCluster.SETTINGS,
                EpochRules.SEALED,
                ReadRules.SAFE,
                new java.util.SplittableRandom(1),
                0);
    }

    // ---- learning ----

    @Test
    void aValueLearned_isWrittenDown_andCommittedOnce() {
        Entry chosen = ScriptedCluster.value(1, LOW, "a");
        Message.LearnResponse response = new Message.LearnResponse(1, List.of(chosen), List.of(), 1);
        receive(1, response);
        receive(1, response);
        assertThat(acceptor.log).containsExactly(new LogRecord.Chosen(1, chosen));
        assertThat(acceptor.commands()).containsExactly("a");
    }

    @Test
    void logsThatDiffer_stopTheNode() {
        receive(1, new Message.LearnResponse(1, sixtyFour(), List.of(), 64));
        receive(1, new Message.Heartbeat(LOW, 65, 64, 64, 0, true, 64, new io.metroon.consensus.Hash128(1, 1)));
        assertThat(acceptor.seen).anyMatch(Effect.Fatal.class::isInstance);
    }

    private static List<Entry> sixtyFour() {
        return java.util.stream.LongStream.rangeClosed(1, 64)
                .mapToObj(slot -> ScriptedCluster.value(slot, LOW, "v"))
                .toList();
    }
}
