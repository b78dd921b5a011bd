package io.metroon.replica.transport;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.condition.Condition;
import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.condition.StateMark;
import io.metroon.replica.snapshot.SnapshotMessage;
import java.util.ArrayList;
import java.util.List;

/** One message of each kind. */
final class Messages {
    static final Ballot BALLOT = new Ballot(7, 2);
    static final Hash128 HASH = new Hash128(-1, 5);
    static final Entry ENTRY = Entry.of(9, BALLOT, EntryKind.COMMAND, 1_700_000_000_123L, new byte[] {1, 0, -1});

    static final EpochConfig CONFIG = EpochConfig.ofMajorities(
                    4,
                    EpochConfig.Engine.PAXOS,
                    List.of(new Member(1, new StoreId(1, 2), Member.Role.VOTER, 7, "h\u00e9:1", "[::1]:2")))
            .ledFirstBy(1)
            .startingAfter(88);

    private Messages() {}

    static List<Message> consensus() {
        return List.of(
                new Message.Probe(3, 8),
                new Message.ProbeReply(3, true, Ballot.NONE, 8),
                new Message.Prepare(BALLOT, 9),
                new Message.Promise(
                        BALLOT,
                        1,
                        2,
                        8,
                        List.of(Vote.of(ENTRY), Vote.chosen(ENTRY), Vote.idOnly(10, BALLOT, HASH), Vote.fault(11)),
                        List.of(new SlotRange(12, Long.MAX_VALUE))),
                new Message.Reject(BALLOT, new Ballot(8, 1)),
                new Message.Accept(BALLOT, 9, List.of(ENTRY, Entry.noop(10, BALLOT)), 8, 77),
                new Message.Accepted(BALLOT, 9, 77, 8),
                new Message.Heartbeat(BALLOT, 9, 10, 8, 77, true, 64, HASH),
                new Message.HeartbeatAck(BALLOT, 77, 9, 8),
                new Message.LearnRequest(9, 12, List.of(new Message.Held(9, HASH))),
                new Message.LearnResponse(9, List.of(ENTRY), List.of(new Message.Held(10, HASH)), 12),
                new Message.SnapshotOffer(64),
                new Message.ValueRequest(9, BALLOT, HASH),
                new Message.ValueResponse(ENTRY),
                new Message.ReadIndexRequest(5),
                new Message.ReadIndexResponse(5, -1),
                new Message.QuorumReadRequest(11),
                new Message.QuorumReadResponse(11, -1),
                new Message.Pulse(BALLOT, 12, 8, 1L << 61, true),
                new Message.PulseAck(BALLOT, 12, 1L << 61, 450_000_000),
                new Message.Forward(6, new byte[] {4, 5}),
                new Message.ForwardRefused(6, true),
                new Message.Transfer(BALLOT, 4, 9),
                new Message.Sealed(CONFIG, 9, HASH),
                new Message.EpochQuery(3),
                new Message.AdminRequest(7, new Admin.Reconfigure(CONFIG)),
                new Message.AdminRequest(8, new Admin.Transfer(2)),
                new Message.Probe(3, 8, new Position(9, Position.BEFORE)),
                new Message.RequestVote(BALLOT, 8, new Position(9, 6)),
                new Message.VoteReply(BALLOT, true, new Ballot(7, 0), 8),
                new Message.AppendEntries(BALLOT, new Position(8, 5), List.of(ENTRY), 7, 77, true, 64, HASH),
                new Message.AppendReply(BALLOT, new Ballot(8, 1), true, 8, 9, 77, 6),
                new Message.AdminReply(
                        8, new AdminOutcome(AdminOutcome.Verdict.NOT_CAUGHT_UP, "wait until it has caught up")));
    }

    /** All messages in envelopes, those of snapshots too. */
    static List<Envelope> envelopes() {
        List<Envelope> all = new ArrayList<>();
        consensus().forEach(message -> all.add(envelope(new Envelope.Body.Consensus(message))));
        return all;
    }

    /** What a node says of itself. */
    static Envelope condition() {
        return envelope(new Envelope.Body.Status(
                new Condition(DiskRoom.LOW, true, List.of(new StateMark(64, HASH), new StateMark(128, HASH)))));
    }

    static Envelope envelope(Message message) {
        return envelope(new Envelope.Body.Consensus(message));
    }

    static Envelope envelope(SnapshotMessage message) {
        return envelope(new Envelope.Body.Snapshot(message));
    }

    private static Envelope envelope(Envelope.Body body) {
        return new Envelope(new ClusterId(-1, 2), 3, 1, new StoreId(4, -5), 2, body);
    }
}
