package io.metroon.consensus;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Messages, votes and entries in one line, for people who read traces. */
public final class Wording {
    private Wording() {}

    /** A message. */
    public static String of(Message message) {
        if (message instanceof Message.Promise promise) {
            return "Promise " + promise.ballot() + " behind " + promise.afterSlot() + votes(promise.votes())
                    + (promise.faults().isEmpty() ? "" : " in doubt " + ranges(promise.faults()));
        } else if (message instanceof Message.Accept accept) {
            return "Accept " + accept.ballot() + entries(accept.entries()) + commit(accept.commitUpTo());
        } else if (message instanceof Message.Accepted accepted) {
            return "Accepted " + accepted.ballot() + " up to " + accepted.ackUpTo();
        } else if (message instanceof Message.Heartbeat beat) {
            return "Heartbeat " + beat.ballot() + commit(beat.commitUpTo());
        } else if (message instanceof Message.HeartbeatAck ack) {
            return "HeartbeatAck " + ack.ballot() + " has up to " + ack.receivedUpTo();
        } else if (message instanceof Message.AppendEntries append) {
            return "AppendEntries " + append.ballot() + " behind " + of(append.prev()) + entries(append.entries())
                    + commit(append.commitUpTo());
        } else if (message instanceof Message.LearnResponse response) {
            return "LearnResponse" + entries(response.entries()) + " confirmed "
                    + response.confirmed().size() + commit(response.chosenUpTo());
        }
        return ofShort(message);
    }

    private static String ofShort(Message message) {
        if (message instanceof Message.Probe probe) {
            return "Probe, chosen up to " + probe.chosenUpTo() + end(probe.last());
        } else if (message instanceof Message.ProbeReply reply) {
            return "ProbeReply " + (reply.ok() ? "yes" : "no");
        } else if (message instanceof Message.Prepare prepare) {
            return "Prepare " + prepare.ballot() + " from slot " + prepare.fromSlot();
        } else if (message instanceof Message.Reject reject) {
            return "Reject " + reject.ballot() + ", promised " + reject.promised();
        } else if (message instanceof Message.RequestVote request) {
            return "RequestVote " + request.ballot() + end(request.last());
        } else if (message instanceof Message.VoteReply reply) {
            return "VoteReply " + reply.ballot() + (reply.granted() ? " granted" : " refused, in " + reply.promised());
        } else if (message instanceof Message.AppendReply reply) {
            return "AppendReply " + reply.ballot()
                    + (reply.matched()
                            ? " durable up to " + reply.ackUpTo()
                            : " no match, in " + reply.promised() + ", perhaps up to " + reply.receivedUpTo());
        } else if (message instanceof Message.LearnRequest request) {
            return "LearnRequest from " + request.fromSlot() + " to " + request.toSlot();
        } else if (message instanceof Message.ValueRequest request) {
            return "ValueRequest slot " + request.slot() + " of " + request.ballot();
        } else if (message instanceof Message.ValueResponse response) {
            return "ValueResponse " + of(response.entry());
        } else if (message instanceof Message.Forward forward) {
            return "Forward " + text(forward.payload());
        } else if (message instanceof Message.Transfer transfer) {
            return "Transfer " + transfer.ballot() + ", log ends at " + transfer.lastSlot();
        } else if (message instanceof Message.Sealed sealed) {
            return "Sealed, epoch " + sealed.config().epoch() + " begins behind "
                    + sealed.config().startsAfter();
        } else if (message instanceof Message.AdminRequest) {
            return "AdminRequest";
        } else if (message instanceof Message.AdminReply reply) {
            return "AdminReply " + reply.outcome().verdict();
        }
        return message.toString();
    }

    private static String end(Position last) {
        return last.equals(Position.UNSAID) ? "" : ", log ends at " + of(last);
    }

    /** A position in a log of terms. */
    public static String of(Position position) {
        return position.slot() == 0 ? "0" : position.slot() + "/" + (position.isKnown() ? position.term() : "?");
    }

    private static String commit(long upTo) {
        return upTo > 0 ? ", chosen up to " + upTo : "";
    }

    private static String entries(List<Entry> entries) {
        return entries.stream().map(Wording::of).collect(Collectors.joining(", ", entries.isEmpty() ? "" : ": ", ""));
    }

    private static String votes(List<Vote> votes) {
        return votes.isEmpty()
                ? ": no votes"
                : votes.stream().map(Wording::of).collect(Collectors.joining(", ", ": ", ""));
    }

    private static String ranges(List<SlotRange> ranges) {
        return ranges.stream()
                .map(range -> range.from() + "-" + (range.to() == Long.MAX_VALUE ? "" : range.to()))
                .collect(Collectors.joining(" "));
    }

    /** A record of the log. */
    public static String of(LogRecord record) {
        if (record instanceof LogRecord.Promised promised) {
            return "promise " + promised.ballot();
        } else if (record instanceof LogRecord.Accepted accepted) {
            return "vote " + of(accepted.entry());
        } else if (record instanceof LogRecord.Chosen chosen) {
            return "chosen " + of(chosen.entry());
        } else if (record instanceof LogRecord.Truncated truncated) {
            return "end of log at " + truncated.slot();
        }
        return "epoch " + record.epoch();
    }

    /** A vote. */
    public static String of(Vote vote) {
        Entry entry = vote.entry();
        String value = entry == null ? vote.slot() + " " + vote.state() + " of " + vote.ballot() : of(entry);
        return vote.state() == Vote.State.CHOSEN ? value + " chosen" : value;
    }

    /** An entry, with its slot and ballot. */
    public static String of(Entry entry) {
        return entry.slot() + "=" + value(entry) + " of " + entry.ballot();
    }

    /** What an entry holds. */
    public static String value(Entry entry) {
        return entry.kind() == EntryKind.COMMAND
                ? text(entry.payload())
                : entry.kind().toString();
    }

    private static String text(byte[] payload) {
        return "\"" + new String(payload, StandardCharsets.UTF_8) + "\"";
    }
}
