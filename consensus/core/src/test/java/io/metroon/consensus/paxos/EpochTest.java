package io.metroon.consensus.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.CoreView.Standing;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Input;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.AdminOutcome.Verdict;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.paxos.ScriptedCluster.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One epoch after another: who seals, who enters, who is left behind, and what a crash on the way leaves. */
class EpochTest {
    private static final MembershipChange CHANGE = new MembershipChange.SetPriority(2, 50);

    private final ScriptedCluster cluster = new ScriptedCluster(3, 1);

    private static Member joining(int node) {
        return new Member(node, ScriptedCluster.store(node), Member.Role.JOINING, 0, "", "");
    }

    private Node leader() {
        return cluster.awaitLeader(1, 2, 3);
    }

    private Node after(Node node) {
        return cluster.node(node.id % 3 + 1);
    }

    private static void ask(Node node, MembershipChange change, EpochConfig current) {
        node.step(new Input.AdminAsked(7, new Admin.Reconfigure(change.applyTo(current))));
        node.step(new Input.Flush());
    }

    private static List<AdminOutcome> outcomes(Node node) {
        return node.seen.stream()
                .filter(Effect.AdminSettled.class::isInstance)
                .map(effect -> ((Effect.AdminSettled) effect).outcome())
                .toList();
    }

    private static Verdict verdict(Node node) {
        List<AdminOutcome> outcomes = outcomes(node);
        return outcomes.get(outcomes.size() - 1).verdict();
    }

    private EpochConfig config(Node node) {
        return node.log.stream()
                .filter(LogRecord.EpochStarted.class::isInstance)
                .map(record -> ((LogRecord.EpochStarted) record).config())
                .reduce(cluster.epoch, (before, next) -> next);
    }

    // ---- engines ----

    @Test
    void theEngineChanges_andChangesBack_losingNothing() {
        Node leader = leader();
        leader.propose("paxos");
        cluster.settle();
        ask(leader, new MembershipChange.SwitchEngine(EpochConfig.Engine.RAFT), cluster.epoch);
        cluster.ticks(5);
        assertThat(config(leader).engine()).isEqualTo(EpochConfig.Engine.RAFT);
        leader.propose("raft");
        cluster.settle();
        ask(leader, new MembershipChange.SwitchEngine(EpochConfig.Engine.PAXOS), config(leader));
        cluster.ticks(5);
        assertThat(config(leader).engine()).isEqualTo(EpochConfig.Engine.PAXOS);
        leader.propose("paxos again");
        cluster.settle();
        cluster.ticks(5);
        assertThat(List.of(1, 2, 3))
                .allSatisfy(node ->
                        assertThat(cluster.node(node).commands()).containsExactly("paxos", "raft", "paxos again"));
    }

    @Test
    void raftWithAWitness_isRefused() {
        Node leader = leader();
        ask(leader, new MembershipChange.SetRole(after(leader).id, Member.Role.WITNESS), cluster.epoch);
        cluster.ticks(5);
        assertThat(verdict(leader)).isEqualTo(Verdict.DONE);
        ask(leader, new MembershipChange.SwitchEngine(EpochConfig.Engine.RAFT), config(leader));
        cluster.settle();
        assertThat(verdict(leader)).isEqualTo(Verdict.INVALID);
    }

    @Test
    void soManyWitnesses_thatALossWhichAQuorumSurvivesLeavesNobodyToLead_areRefused() {
        Node leader = leader();
        List<Integer> others =
                List.of(1, 2, 3).stream().filter(node -> node != leader.id).toList();
        ask(leader, new MembershipChange.SetRole(others.get(0), Member.Role.WITNESS), cluster.epoch);
        cluster.ticks(5);
        assertThat(verdict(leader)).isEqualTo(Verdict.DONE);
        ask(leader, new MembershipChange.SetRole(others.get(1), Member.Role.WITNESS), config(leader));
        cluster.settle();
        assertThat(verdict(leader)).isEqualTo(Verdict.NO_ELIGIBLE_LEADER);
    }

    // ---- the ordinary way ----

    @Test
    void aChange_sealsTheEpoch_andTheLeaderGoesOnInTheNext_withoutPhase1() {
        Node leader = leader();
        leader.propose("before");
        cluster.settle();
        ask(leader, CHANGE, cluster.epoch);
        cluster.settle();
        leader.propose("behind");
        cluster.settle();

        assertThat(verdict(leader)).isEqualTo(Verdict.DONE);
        assertThat(leader.view().epoch()).isEqualTo(2);
        assertThat(leader.view().role()).isEqualTo(Role.LEADING);
        assertThat(leader.view().promised()).isEqualTo(new Ballot(0, leader.id));
        cluster.ticks(3);
        assertThat(List.of(1, 2, 3)).allSatisfy(id -> {
            assertThat(cluster.node(id).view().epoch()).isEqualTo(2);
            assertThat(cluster.node(id).commands()).containsExactly("before", "behind");
        });
    }

    @Test
    void aFollower_passesAChangeOn_andHearsWhatCameOfIt() {
        Node leader = leader();
        Node follower = after(leader);
        ask(follower, CHANGE, cluster.epoch);
        cluster.settle();
        assertThat(verdict(follower)).isEqualTo(Verdict.DONE);
    }

    @Test
    void aNodeThatJoins_catchesUp_andIsMadeAVoterByTheLeader() {
        Node leader = leader();
        leader.propose("old");
        cluster.settle();
        ask(leader, new MembershipChange.Add(joining(4)), cluster.epoch);
        cluster.ticks(60);
        assertThat(cluster.node(4).view().epoch()).isEqualTo(3);
        assertThat(config(leader).isVoter(4)).isTrue();
        assertThat(cluster.node(4).commands()).containsExactly("old");
    }

    @Test
    void proposalsThatWaited_areProposedInTheNextEpoch() {
        Node leader = leader();
        cluster.cut(after(leader).id, after(after(leader)).id);
        ask(leader, CHANGE, cluster.epoch);
        leader.propose("waits");
        cluster.join(1, 2, 3);
        cluster.ticks(4);
        assertThat(leader.commands()).containsExactly("waits");
        assertThat(leader.committed)
                .extracting(Entry::kind)
                .containsSubsequence(EntryKind.SEAL, EntryKind.LEADER_START, EntryKind.COMMAND);
    }

    @Test
    void readsThatWaitForConfirmation_failWhenTheSealIsChosen() {
        Node leader = leader();
        cluster.cut(after(leader).id, after(after(leader)).id);
        leader.step(new Input.Read(5));
        ask(leader, CHANGE, cluster.epoch);
        cluster.settle();
        long seal = leader.view().lastSlot();
        leader.step(ScriptedCluster.received(
                after(leader).id, new Message.Accepted(leader.view().promised(), seal, 0, 0)));
        int failed = leader.seen.indexOf(new Effect.ReadFailed(5));
        int announced = leader.seen.indexOf(leader.seen.stream()
                .filter(effect -> effect instanceof Effect.Send send
                        && send.message() instanceof Message.Heartbeat beat
                        && beat.commitUpTo() >= seal)
                .findFirst()
                .orElseThrow());
        assertThat(failed).isBetween(0, announced - 1);
    }

    // ---- refusals ----

    @Test
    void aStrangerIsNoVoter_beforeItHasLearned() {
        Node leader = leader();
        ask(leader, new MembershipChange.Add(joining(4).as(Member.Role.VOTER)), cluster.epoch);
        assertThat(verdict(leader)).isEqualTo(Verdict.NOT_CAUGHT_UP);
        assertThat(leader.view().epoch()).isEqualTo(1);
    }

    @Test
    void aChangeThatWouldLeaveNoLiveQuorum_isRefused() {
        Node leader = leader();
        Node dead = after(leader);
        cluster.cut(dead.id);
        cluster.ticks(12);
        ask(leader, new MembershipChange.Remove(after(dead).id), cluster.epoch);
        assertThat(verdict(leader)).isEqualTo(Verdict.QUORUM_NOT_LIVE);
        assertThat(outcomes(leader).get(0).detail()).contains("repair the others first");
    }

    @Test
    void aSecondChange_whileOneIsUnderWay_isRefused_andSoIsOneMadeForAnOldEpoch() {
        Node leader = leader();
        ask(leader, CHANGE, cluster.epoch);
        ask(leader, new MembershipChange.SetPriority(1, 9), cluster.epoch);
        assertThat(verdict(leader)).isEqualTo(Verdict.CHANGE_PENDING);
        cluster.settle();
        ask(leader, new MembershipChange.SetPriority(1, 9), cluster.epoch);
        assertThat(verdict(leader)).isEqualTo(Verdict.EPOCH_CHANGED);
    }

    @Test
    void theConfigurationInForce_isNoChange() {
        Node leader = leader();
        ask(leader, new MembershipChange.SetPriority(1, 0), cluster.epoch);
        assertThat(verdict(leader)).isEqualTo(Verdict.NOTHING_CHANGES);
    }

    @Test
    void withoutALeader_nothingChanges() {
        Node node = cluster.node(1);
        ask(node, CHANGE, cluster.epoch);
        assertThat(verdict(node)).isEqualTo(Verdict.NO_LEADER);
    }

    // ---- crashes between the proposal of the seal and the next epoch ----

    @Test
    void theLeaderCrashes_beforeAnybodyHearsOfTheSeal_andTheEpochGoesOn() {
        Node leader = leader();
        leader.autoSync = false;
        ask(leader, CHANGE, cluster.epoch);
        cluster.wires.clear();
        leader.restart();
        leader.autoSync = true;
        Node next = cluster.awaitLeader(after(leader).id, after(after(leader)).id);
        assertThat(next.view().epoch()).isEqualTo(1);
        next.propose("goes on");
        cluster.settle();
        assertThat(next.commands()).containsExactly("goes on");
    }

    @Test
    void theLeaderCrashes_whenOneOtherVotedForTheSeal_andPhase1FindsIt() {
        Node leader = leader();
        Node voter = after(leader);
        Node other = after(voter);
        cluster.cut(other.id);
        voter.autoSync = false;
        ask(leader, CHANGE, cluster.epoch);
        cluster.settle();
        voter.autoSync = true;
        voter.gated.clear();
        voter.sync();
        cluster.wires.clear();
        cluster.cut(leader.id);
        cluster.join(other.id);
        cluster.ticks(80);
        assertThat(voter.view().epoch()).isEqualTo(2);
        assertThat(other.view().epoch()).isEqualTo(2);
        Node next = cluster.awaitLeader(voter.id, other.id);
        assertThat(next.view().promised().round())
                .as("round 0 is the crashed leader's")
                .isPositive();
        next.propose("goes on");
        cluster.settle();
        assertThat(next.commands()).containsExactly("goes on");
    }

    @Test
    void theLeaderCrashes_whenTheSealIsChosenAndNobodyKnows_andPhase1FindsIt() {
        Node leader = leader();
        leader.autoSync = false;
        ask(leader, CHANGE, cluster.epoch);
        cluster.settle();
        cluster.wires.clear();
        cluster.cut(leader.id);
        cluster.ticks(80);
        assertThat(after(leader).view().epoch()).isEqualTo(2);
        assertThat(after(after(leader)).view().epoch()).isEqualTo(2);
    }

    @Test
    void theLeaderCrashes_beforeItsDiskKnowsThatItEntered_andNothingOfTheNewEpochWasSaid() {
        Node leader = leader();
        ask(leader, CHANGE, cluster.epoch);
        leader.autoSync = false;
        cluster.settle();
        assertThat(leader.view().epoch()).isEqualTo(2);
        assertThat(leader.gated).isNotEmpty().allMatch(send -> send.epoch() == 2);
        leader.restart();
        leader.autoSync = true;
        leader.step(new Input.Tick(0));
        assertThat(leader.view().epoch()).isEqualTo(1);
        cluster.ticks(60);
        assertThat(List.of(1, 2, 3))
                .allSatisfy(id -> assertThat(cluster.node(id).view().epoch()).isEqualTo(2));
    }

    @Test
    void theFirstLeaderCrashes_afterItEntered_andNeverUsesRound0Again() {
        Node leader = leader();
        ask(leader, CHANGE, cluster.epoch);
        cluster.settle();
        leader.propose("in round 0");
        cluster.settle();
        leader.restart();
        leader.step(new Input.Flush());
        assertThat(leader.view().epoch()).isEqualTo(2);
        assertThat(leader.view().role()).isEqualTo(Role.FOLLOWER);
        Node next = leader();
        assertThat(next.view().promised().round()).isPositive();
        next.propose("in round 1");
        cluster.settle();
        cluster.ticks(3);
        assertThat(next.commands()).containsSubsequence("in round 0", "in round 1");
    }

    @Test
    void allLosePower_whenAllHaveEntered_andGoOnInTheNewEpoch() {
        Node leader = leader();
        leader.propose("kept");
        cluster.settle();
        ask(leader, CHANGE, cluster.epoch);
        cluster.ticks(3);
        List.of(1, 2, 3).forEach(id -> cluster.node(id).restart());
        Node next = leader();
        cluster.ticks(3);
        assertThat(next.view().epoch()).isEqualTo(2);
        assertThat(next.commands()).containsExactly("kept");
    }

    // ---- those left behind ----

    @Test
    void aNodeThatSleptThroughTwoEpochs_isToldAndCatchesUp() {
        Node leader = leader();
        Node sleeper = after(leader);
        cluster.cut(sleeper.id);
        ask(leader, new MembershipChange.SetPriority(1, 9), cluster.epoch);
        cluster.settle();
        ask(leader, new MembershipChange.SetPriority(1, 8), config(leader));
        cluster.settle();
        leader.propose("missed");
        cluster.settle();
        cluster.join(sleeper.id);
        cluster.ticks(40);
        assertThat(sleeper.view().epoch()).isEqualTo(3);
        assertThat(sleeper.commands()).containsExactly("missed");
    }

    @Test
    void messagesOfAnOldEpoch_areAnsweredByTheSeal_andChangeNothing() {
        Node leader = leader();
        ask(leader, CHANGE, cluster.epoch);
        cluster.ticks(3);
        Node voter = after(leader);
        voter.seen.clear();
        voter.step(ScriptedCluster.received(leader.id, new Message.Prepare(new Ballot(99, leader.id), 1)));
        assertThat(voter.sent()).singleElement().isInstanceOf(Message.Sealed.class);
        assertThat(voter.view().promised()).isEqualTo(new Ballot(0, leader.id));
    }

    @Test
    void aMemberThatIsRemoved_isReleased_onceTheNextEpochNeedsItNoMore() {
        Node leader = leader();
        Node removed = after(leader);
        ask(leader, new MembershipChange.Remove(removed.id), cluster.epoch);
        cluster.ticks(2);
        cluster.ticks(60);
        assertThat(removed.view().standing()).isEqualTo(Standing.RELEASED);
        assertThat(leader.view().epoch()).isEqualTo(2);
    }

    @Test
    void aLeaderThatIsRemoved_handsOverToTheFirstLeaderOfTheNextEpoch() {
        Node leader = leader();
        ask(leader, new MembershipChange.Remove(leader.id), cluster.epoch);
        cluster.ticks(5);
        Node next = cluster.awaitLeader(after(leader).id, after(after(leader)).id);
        assertThat(next.view().promised().round()).isZero();
        assertThat(leader.view().standing()).isNotEqualTo(Standing.MEMBER);
    }

    // ---- stores ----

    @Test
    void aWipedNode_underItsOldName_hasNoSayBeforeItIsReadmitted_andThenVotesAgain() {
        Node leader = leader();
        Node wiped = after(leader);
        leader.propose("kept");
        cluster.settle();
        StoreId fresh = new StoreId(9, wiped.id);
        wiped.wipe(fresh);
        cluster.ticks(40);
        assertThat(wiped.log).noneMatch(LogRecord.Accepted.class::isInstance);
        assertThat(wiped.log).noneMatch(LogRecord.Promised.class::isInstance);
        Member again = new Member(wiped.id, fresh, Member.Role.JOINING, 0, "", "");
        ask(cluster.awaitLeader(leader.id), new MembershipChange.Replace(wiped.id, again), cluster.epoch);
        cluster.ticks(80);
        assertThat(wiped.view().epoch()).isEqualTo(3);
        assertThat(config(leader).isVoter(wiped.id)).isTrue();
        assertThat(wiped.commands()).containsExactly("kept");
    }

    @Test
    void aVoteFromAnotherDataDirectory_isNotCounted() {
        Node leader = leader();
        cluster.cut(after(leader).id, after(after(leader)).id);
        leader.propose("alone");
        cluster.settle();
        long slot = leader.view().lastSlot();
        leader.step(new Input.Received(
                after(leader).id,
                new StoreId(6, 6),
                1,
                new Message.Accepted(leader.view().promised(), slot, 0, 0)));
        assertThat(leader.commands()).isEmpty();
    }

    // ---- phase 1 over a seal ----

    @Test
    void votesBehindASealThatPhase1Finds_areNotProposed() {
        Ballot one = new Ballot(1, 1);
        Ballot two = new Ballot(2, 2);
        EpochConfig next = CHANGE.applyTo(cluster.epoch).ledFirstBy(1).startingAfter(1);
        Entry seal = Entry.of(1, one, EntryKind.SEAL, 0, io.metroon.consensus.epoch.EpochConfigCodec.encode(next));
        Node three = cluster.node(3);
        three.step(ScriptedCluster.received(1, new Message.Accept(one, 1, List.of(seal), 0, 0)));
        three.step(ScriptedCluster.received(
                2, new Message.Accept(two, 1, List.of(ScriptedCluster.value(2, two, "void")), 0, 0)));
        cluster.wires.clear();
        cluster.cut(2);
        cluster.ticks(60);
        assertThat(three.view().epoch()).isEqualTo(2);
        assertThat(three.commands()).isEmpty();
        assertThat(cluster.node(1).commands()).isEmpty();
    }

    @Test
    void aSealWhoseHashDiffers_stopsTheNode() {
        Node node = cluster.node(1);
        EpochConfig next = CHANGE.applyTo(cluster.epoch).ledFirstBy(2).startingAfter(1);
        Entry seal = Entry.of(
                1, new Ballot(1, 2), EntryKind.SEAL, 0, io.metroon.consensus.epoch.EpochConfigCodec.encode(next));
        node.step(ScriptedCluster.received(2, new Message.Sealed(next, 1, new Hash128(1, 1))));
        node.step(ScriptedCluster.received(2, new Message.LearnResponse(1, List.of(seal), List.of(), 1)));
        assertThat(node.seen).anyMatch(Effect.Fatal.class::isInstance);
    }

    // ---- moving leadership ----

    @Test
    void aTransfer_movesLeadership_andLosesNoProposal() {
        Node leader = leader();
        Node target = after(leader);
        leader.step(new Input.AdminAsked(3, new Admin.Transfer(target.id)));
        leader.step(new Input.Flush());
        cluster.settle();
        assertThat(target.view().role()).isEqualTo(Role.LEADING);
        assertThat(verdict(leader)).isEqualTo(Verdict.DONE);
        assertThat(leader.view().epoch()).isEqualTo(1);
    }

    @Test
    void aTransferToASilentNode_isRefused_andOneThatFailsIsGivenUp() {
        Node leader = leader();
        Node silent = after(leader);
        cluster.cut(silent.id);
        leader.step(new Input.AdminAsked(3, new Admin.Transfer(silent.id)));
        leader.propose("waits");
        cluster.ticks(11);
        assertThat(verdict(leader)).isEqualTo(Verdict.NOT_TRANSFERRED);
        assertThat(leader.commands()).containsExactly("waits");
        leader.step(new Input.AdminAsked(4, new Admin.Transfer(silent.id)));
        assertThat(verdict(leader)).isEqualTo(Verdict.NOT_CAUGHT_UP);
    }

    @Test
    void anOldOrderToTakeOver_isObeyedOnceAtMost() {
        Node leader = leader();
        Node target = after(leader);
        Message.Transfer order =
                new Message.Transfer(leader.view().promised(), 1, leader.view().lastSlot());
        target.step(ScriptedCluster.received(leader.id, order));
        cluster.settle();
        assertThat(target.view().role()).isEqualTo(Role.LEADING);
        Ballot ballot = target.view().promised();
        target.step(ScriptedCluster.received(leader.id, order));
        cluster.settle();
        assertThat(target.view().promised()).isEqualTo(ballot);
    }
}
