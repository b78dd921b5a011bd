package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must hold between nodes. What is chosen is computed from durable claims alone, whatever nodes say: a claim is chosen
 * once q2 voters made it.
 */
final class Agreement {
    private final Scope scope;

    Agreement(Scope scope) {
        this.scope = scope;
    }

    /** What is wrong, or nothing. */
    Optional<String> violation(List<Facts> nodes) {
        List<Claim> chosen = chosen(nodes);
        return Stream.<Optional<String>>of(
                        oneValueABallot(nodes),
                        oneValueASlot(chosen),
                        nothingElseCommitted(nodes, chosen),
                        nothingElseProposed(nodes, chosen),
                        scope.isRaft() ? leadersAreComplete(nodes, chosen) : Optional.empty(),
                        scope.isRaft() ? oneLeaderATerm(nodes) : Optional.empty())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Claim> chosen(List<Facts> nodes) {
        Map<Claim, Integer> holders = new LinkedHashMap<>();
        nodes.forEach(node -> node.durable().forEach(claim -> holders.merge(claim, 1, Integer::sum)));
        List<Claim> chosen = new ArrayList<>();
        holders.forEach((claim, count) -> {
            if (count >= scope.epoch().phase2Quorum()) {
                chosen.add(claim);
            }
        });
        return chosen;
    }

    /** In Raft this is log matching: what precedes an entry follows from its slot and term. */
    private static Optional<String> oneValueABallot(List<Facts> nodes) {
        Map<List<Object>, Claim> first = new LinkedHashMap<>();
        for (Facts node : nodes) {
            for (Claim claim : node.made()) {
                Claim other = first.putIfAbsent(List.of(claim.slot(), claim.ballot()), claim);
                if (other != null && !other.equals(claim)) {
                    return Optional.of("two values in one slot and ballot: " + other + " and " + claim);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> oneValueASlot(List<Claim> chosen) {
        for (Claim one : chosen) {
            for (Claim other : chosen) {
                if (one.contradicts(other)) {
                    return Optional.of("both are chosen: " + one + " and " + other);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> nothingElseCommitted(List<Facts> nodes, List<Claim> chosen) {
        for (Facts node : nodes) {
            for (int i = 0; i < node.committed().size(); i++) {
                Hash128 value = node.committed().get(i);
                long slot = i + 1L;
                if (chosen.stream()
                        .noneMatch(claim -> claim.at(slot, Hash128.ZERO).equals(value))) {
                    return Optional.of("a node takes for chosen in slot " + slot + " what is not: " + value);
                }
            }
        }
        return Optional.empty();
    }

    /** Once a value is chosen, every higher ballot proposes it. Paxos Made Simple, P2b. */
    private static Optional<String> nothingElseProposed(List<Facts> nodes, List<Claim> chosen) {
        for (Claim one : chosen) {
            for (Facts node : nodes) {
                for (Claim made : node.made()) {
                    if (one.ballot().isBelow(made.ballot()) && one.contradicts(made)) {
                        return Optional.of("chosen is " + one + ", and a higher ballot proposes " + made);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Leader Completeness. Raft, figure 3. */
    private static Optional<String> leadersAreComplete(List<Facts> nodes, List<Claim> chosen) {
        for (Claim claim : chosen) {
            for (Facts node : nodes) {
                boolean later = claim.ballot().round() < node.leads().round();
                boolean has = node.log().size() >= claim.slot()
                        && node.log().subList(0, (int) claim.slot()).equals(claim.values());
                if (later && !has) {
                    return Optional.of("the leader of " + node.leads() + " lacks what is chosen: " + claim);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> oneLeaderATerm(List<Facts> nodes) {
        List<Long> terms = nodes.stream()
                .flatMap(node -> node.ballots().stream().map(Ballot::round).distinct())
                .toList();
        return terms.size() == terms.stream().distinct().count()
                ? Optional.empty()
                : Optional.of("two leaders in one term, of " + terms);
    }
}
