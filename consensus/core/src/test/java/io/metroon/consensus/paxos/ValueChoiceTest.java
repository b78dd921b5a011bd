package io.metroon.consensus.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.paxos.PaxosRules.Choice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link PaxosRules#choose} over every combination of reports that three, four and five voters can make about a slot, in
 * three ballots: no vote, a vote, a vote without its value, a value known to be chosen, a fault. Exactly one of six cases
 * applies to each, and none proposes anything but what may have been chosen.
 */
class ValueChoiceTest {
    private static final int BALLOTS = 3;
    /** No vote, a fault, and for each ballot a whole vote, one without its value, and a chosen value. */
    private static final int REPORTS = 2 + 3 * BALLOTS;

    private enum Case {
        CHOSEN_SOMEWHERE,
        TOO_FEW_INTACT,
        NOBODY_VOTED,
        HIGHEST_HAS_ITS_VALUE,
        HIGHEST_WAS_NOT_CHOSEN,
        HIGHEST_MAY_BE_CHOSEN_AND_IS_LOST
    }

    /** Which value each ballot proposed: a higher ballot may repeat that of a lower. */
    private static final List<String> VALUES = List.of("aaa", "aab", "abb", "aba", "abc");

    private record Slot(List<Optional<Vote>> reports, EpochConfig epoch) {
        private long count(Predicate<Optional<Vote>> property) {
            return reports.stream().filter(property).count();
        }

        private boolean anyChosen() {
            return count(report -> is(report, Vote.State.CHOSEN)) > 0;
        }

        private boolean enoughIntact() {
            return reports.size() - count(report -> is(report, Vote.State.FAULT)) >= epoch.phase1Quorum();
        }

        private Ballot highest() {
            return reports.stream()
                    .flatMap(Optional::stream)
                    .map(Vote::ballot)
                    .max(Ballot::compareTo)
                    .orElse(Ballot.NONE);
        }

        private Optional<Entry> valueOf(Ballot ballot) {
            return reports.stream()
                    .flatMap(Optional::stream)
                    .filter(vote -> vote.ballot().equals(ballot))
                    .flatMap(vote -> Optional.ofNullable(vote.entry()).stream())
                    .findFirst();
        }

        /** Reports that say for certain: no vote here in this ballot, and this is all I voted for. */
        private List<Optional<Vote>> wholeBelow(Ballot ballot) {
            return reports.stream()
                    .filter(report -> report.isEmpty()
                            || (is(report, Vote.State.VALUE)
                                    && report.get().ballot().isBelow(ballot)))
                    .toList();
        }

        private boolean applies(Case which) {
            boolean undecided = !anyChosen() && enoughIntact();
            boolean voted = !highest().equals(Ballot.NONE);
            boolean lost = undecided && voted && valueOf(highest()).isEmpty();
            boolean passedOver = wholeBelow(highest()).size() >= epoch.phase1Quorum();
            return switch (which) {
                case CHOSEN_SOMEWHERE -> anyChosen();
                case TOO_FEW_INTACT -> !anyChosen() && !enoughIntact();
                case NOBODY_VOTED -> undecided && !voted;
                case HIGHEST_HAS_ITS_VALUE -> undecided && valueOf(highest()).isPresent();
                case HIGHEST_WAS_NOT_CHOSEN -> lost && passedOver;
                case HIGHEST_MAY_BE_CHOSEN_AND_IS_LOST -> lost && !passedOver;
            };
        }

        private Choice expected(Case which) {
            return switch (which) {
                case CHOSEN_SOMEWHERE ->
                    Choice.propose(reports.stream()
                            .flatMap(Optional::stream)
                            .filter(vote -> vote.state() == Vote.State.CHOSEN)
                            .findFirst()
                            .orElseThrow());
                case NOBODY_VOTED -> Choice.NOTHING;
                case HIGHEST_HAS_ITS_VALUE ->
                    Choice.propose(Vote.of(valueOf(highest()).orElseThrow()));
                case HIGHEST_WAS_NOT_CHOSEN -> fromWholeOnes();
                case TOO_FEW_INTACT, HIGHEST_MAY_BE_CHOSEN_AND_IS_LOST -> Choice.BLOCKED;
            };
        }

        private Choice fromWholeOnes() {
            Slot whole = new Slot(wholeBelow(highest()), epoch);
            Choice choice = whole.expected(
                    whole.highest().equals(Ballot.NONE) ? Case.NOBODY_VOTED : Case.HIGHEST_HAS_ITS_VALUE);
            return new Choice(choice.kind(), choice.entry(), true);
        }

        /** Whether q2 voters may have voted in a ballot: those that didn't report, that forgot, that voted there or above. */
        private boolean mayBeChosen(Ballot ballot) {
            int silent = epoch.voterCount() - reports.size();
            long possible = count(report -> report.isPresent()
                    && (is(report, Vote.State.FAULT) || !report.get().ballot().isBelow(ballot)));
            return silent + possible >= epoch.phase2Quorum();
        }
    }

    private static boolean is(Optional<Vote> report, Vote.State state) {
        return report.map(vote -> vote.state() == state).orElse(false);
    }

    @ParameterizedTest
    @CsvSource({"3,2,2", "3,3,1", "3,1,3", "4,3,2", "4,2,3", "4,4,1", "5,3,3", "5,4,2", "5,2,4"})
    void everyCombination_fallsUnderOneCase_andIsDecidedAsItSays(int voters, int q1, int q2) {
        EpochConfig epoch = new EpochConfig(1, EpochConfig.Engine.PAXOS, ScriptedCluster.members(voters), q1, q2);
        combinations(epoch, "abc").forEach(slot -> {
            List<Case> cases =
                    Arrays.stream(Case.values()).filter(slot::applies).toList();
            assertThat(cases).hasSize(1);
            assertThat(PaxosRules.PAPER.choose(slot.reports(), epoch)).isEqualTo(slot.expected(cases.get(0)));
        });
    }

    @ParameterizedTest
    @CsvSource({"3,2,2", "3,3,1", "3,1,3", "4,3,2", "4,2,3", "4,4,1", "5,3,3", "5,4,2", "5,2,4"})
    void nothingIsProposed_besidesAValueThatMayHaveBeenChosen(int voters, int q1, int q2) {
        EpochConfig epoch = new EpochConfig(1, EpochConfig.Engine.PAXOS, ScriptedCluster.members(voters), q1, q2);
        for (String values : VALUES) {
            combinations(epoch, values).filter(slot -> !slot.anyChosen()).forEach(slot -> {
                Choice choice = PaxosRules.PAPER.choose(slot.reports(), epoch);
                if (choice.kind() != Choice.Kind.BLOCKED) {
                    checkAgainstHistory(slot, choice, values);
                }
            });
        }
    }

    /** What q1 or more voters may report. Who reports what makes no difference: each combination comes in one order. */
    private static Stream<Slot> combinations(EpochConfig epoch, String values) {
        return IntStream.rangeClosed(epoch.phase1Quorum(), epoch.voterCount())
                .boxed()
                .flatMap(promises -> sorted(promises, 0)
                        .map(kinds -> new Slot(
                                kinds.stream().map(kind -> report(kind, values)).toList(), epoch)));
    }

    private static Stream<List<Integer>> sorted(int length, int least) {
        if (length == 0) {
            return Stream.of(List.of());
        }
        return IntStream.range(least, REPORTS)
                .boxed()
                .flatMap(first -> sorted(length - 1, first)
                        .map(rest ->
                                Stream.concat(Stream.of(first), rest.stream()).toList()));
    }

    /** A ballot that may be chosen, all higher ones that anybody voted in agreeing with it as P2b has it, has this value. */
    private static void checkAgainstHistory(Slot slot, Choice choice, String values) {
        for (int round = 1; round <= BALLOTS; round++) {
            char value = values.charAt(round - 1);
            boolean agreed = true;
            for (Optional<Vote> report : slot.reports()) {
                boolean above = report.map(vote -> vote.ballot().round()).orElse(-1L) >= round;
                agreed &= !above
                        || values.charAt((int) report.orElseThrow().ballot().round() - 1) == value;
            }
            boolean same = choice.entry()
                    .map(entry -> (char) entry.payload()[0] == value)
                    .orElse(false);
            if (agreed && slot.mayBeChosen(new Ballot(round, round)) && !same) {
                throw new AssertionError("ballot " + round + " may be chosen, but proposed is " + choice + ": " + slot);
            }
        }
    }

    private static Optional<Vote> report(int kind, String values) {
        if (kind == 0) {
            return Optional.empty();
        } else if (kind == 1) {
            return Optional.of(Vote.fault(1));
        }
        int round = (kind - 2) / 3 + 1;
        Entry entry = ScriptedCluster.value(1, new Ballot(round, round), values.substring(round - 1, round));
        return Optional.of(
                switch ((kind - 2) % 3) {
                    case 0 -> Vote.of(entry);
                    case 1 -> Vote.idOnly(1, entry.ballot(), entry.hash());
                    default -> Vote.chosen(entry);
                });
    }
}
