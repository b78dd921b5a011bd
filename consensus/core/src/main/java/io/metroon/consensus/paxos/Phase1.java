package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.Vote;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.paxos.PaxosRules.Choice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Phase 1 of one ballot for all open slots at once: gathers promises until a quorum of them is complete, and finds the
 * value that each slot must get.
 */
final class Phase1 {
    private final Context context;
    private final PaxosRules rules;
    private final Ballot ballot;
    private final Map<Integer, Report> reports = new TreeMap<>();
    private final Map<Long, Entry> supplied = new HashMap<>();

    Phase1(Context context, PaxosRules rules, Ballot ballot) {
        this.context = context;
        this.rules = rules;
        this.ballot = ballot;
    }

    Ballot ballot() {
        return ballot;
    }

    void onPromise(int from, Message.Promise promise) {
        reports.computeIfAbsent(from, node -> new Report()).add(promise);
    }

    /** A value that a report had only the identity of. */
    void supply(Entry entry) {
        supplied.put(entry.slot(), entry);
    }

    /**
     * The start of phase 2, once a quorum has promised and every slot is decided.
     *
     * @param startSlot the first slot to propose in: all below are known chosen
     * @param values what to propose there, consecutive, under this ballot
     */
    record Outcome(long startSlot, List<Entry> values) {}

    Optional<Outcome> decide() {
        Map<Integer, Report> complete = new TreeMap<>();
        reports.forEach((node, report) -> {
            if (report.isComplete() && context.epoch().isVoter(node)) {
                complete.put(node, report);
            }
        });
        if (!rules.isPhase1Quorum(complete.keySet(), context.epoch())) {
            return Optional.empty();
        }
        long start = start(complete.values());
        long last = lastMentioned(complete.values(), start - 1);
        if (isBlockedBeyond(complete.values(), last)) {
            return Optional.empty();
        }
        List<Entry> values = new ArrayList<>();
        for (long slot = start; slot <= last; slot++) {
            Optional<Entry> value = decide(slot, complete.values());
            if (value.isEmpty()) {
                context.trace(TraceEvent.RECOVERY_BLOCKED, slot);
                askForValues(slot, complete.values());
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(new Outcome(start, values));
    }

    /** Behind the longest chosen prefix that anybody reports: what is below can be learned, and needs no ballot. */
    private static long start(Collection<Report> complete) {
        return 1
                + complete.stream().mapToLong(report -> report.chosenUpTo).max().orElse(0);
    }

    private static long lastMentioned(Collection<Report> complete, long least) {
        return complete.stream().mapToLong(Report::lastMentioned).reduce(least, Math::max);
    }

    /** A disk that lost records of unknown slots says nothing certain of any slot behind those it still lists. */
    private boolean isBlockedBeyond(Collection<Report> complete, long last) {
        long certain = complete.stream()
                .filter(report -> report.faults.stream().noneMatch(range -> range.to() == Long.MAX_VALUE))
                .count();
        boolean blocked = certain < context.epoch().phase1Quorum();
        if (blocked) {
            context.trace(TraceEvent.RECOVERY_BLOCKED, last + 1);
        }
        return blocked;
    }

    private Optional<Entry> decide(long slot, Collection<Report> complete) {
        List<Optional<Vote>> votes =
                complete.stream().map(report -> restored(report.at(slot))).toList();
        Choice choice = rules.choose(votes, context.epoch());
        if (choice.withoutDamaged() && choice.kind() != Choice.Kind.BLOCKED) {
            context.trace(TraceEvent.DECIDED_WITHOUT_DAMAGED, slot);
        }
        return switch (choice.kind()) {
            case PROPOSE -> {
                context.trace(TraceEvent.REPROPOSED, slot);
                yield choice.entry().map(entry -> entry.under(ballot));
            }
            case NOTHING -> {
                context.trace(TraceEvent.FILLED_GAP, slot);
                yield Optional.of(Entry.noop(slot, ballot));
            }
            case BLOCKED -> Optional.empty();
        };
    }

    private Optional<Vote> restored(Optional<Vote> report) {
        return report.map(vote -> {
            Entry entry = supplied.get(vote.slot());
            boolean lost = vote.state() == Vote.State.ID_ONLY;
            return lost && entry != null && entry.hash().equals(vote.hash())
                    ? Vote.of(entry.under(vote.ballot()))
                    : vote;
        });
    }

    private void askForValues(long slot, Collection<Report> complete) {
        complete.stream()
                .flatMap(report -> report.at(slot).stream())
                .filter(vote -> vote.state() == Vote.State.ID_ONLY)
                .forEach(vote -> askForValue(slot, vote.ballot(), vote.hash()));
    }

    private void askForValue(long slot, Ballot lost, Hash128 hash) {
        context.peers().forEach(peer -> context.send(peer, new Message.ValueRequest(slot, lost, hash)));
    }

    /** What one node promised, from the parts that have come. */
    private static final class Report {
        private final TreeMap<Long, Long> stretches = new TreeMap<>();
        private final TreeMap<Long, Vote> votes = new TreeMap<>();
        private List<SlotRange> faults = List.of();
        private long chosenUpTo;

        void add(Message.Promise part) {
            chosenUpTo = Math.max(chosenUpTo, part.chosenUpTo());
            faults = part.faults();
            stretches.merge(part.afterSlot(), part.throughSlot(), Math::max);
            part.votes().forEach(vote -> votes.put(vote.slot(), vote));
        }

        /** Whether the parts cover every slot behind the chosen prefix. */
        boolean isComplete() {
            long covered = chosenUpTo;
            for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
                if (stretch.getKey() <= covered) {
                    covered = Math.max(covered, stretch.getValue());
                }
            }
            return covered == Long.MAX_VALUE;
        }

        Optional<Vote> at(long slot) {
            Vote vote = votes.get(slot);
            if (vote != null) {
                return Optional.of(vote);
            }
            boolean faulty = faults.stream().anyMatch(range -> range.contains(slot));
            return faulty ? Optional.of(Vote.fault(slot)) : Optional.empty();
        }

        long lastMentioned() {
            long lastVote = votes.isEmpty() ? 0 : votes.lastKey();
            return faults.stream()
                    .mapToLong(SlotRange::to)
                    .filter(to -> to != Long.MAX_VALUE)
                    .reduce(lastVote, Math::max);
        }
    }
}
