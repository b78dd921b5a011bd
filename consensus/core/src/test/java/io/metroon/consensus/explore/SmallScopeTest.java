package io.metroon.consensus.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.consensus.explore.Search.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All interleavings of the production cores within small scopes, and the wrong rules that this finds. With
 * {@code -Dexploration=large} the scopes are larger, and a search ends after so many states, complete or not.
 */
class SmallScopeTest {
    private static final long STATES_MAX = 60_000_000;
    private static final boolean LARGE = "large".equals(System.getProperty("exploration"));

    static Stream<Scope> scopes() {
        return Stream.of(Engine.values()).flatMap(engine -> (LARGE ? large(engine) : small(engine)).stream());
    }

    private static List<Scope> small(Engine engine) {
        List<Scope> both = List.of(
                Scope.of(engine, 3, 2, 0),
                Scope.of(engine, 3, 1, 1).withAnnouncements(),
                Scope.of(engine, 3, 2, 0).withCrash(),
                Scope.of(engine, 3, 2, 1));
        // Which value to choose over a damaged vote is the most delicate rule that Multi-Paxos has here.
        List<Scope> delicate = List.of(
                Scope.of(engine, 3, 2, 0).withAnnouncements(),
                Scope.of(engine, 3, 2, 0).withDamage());
        return engine == Engine.RAFT
                ? both
                : Stream.concat(both.stream(), delicate.stream()).toList();
    }

    private static List<Scope> large(Engine engine) {
        return List.of(
                Scope.of(engine, 3, 2, 0).withDamage(),
                Scope.of(engine, 3, 2, 0).withAnnouncements(),
                Scope.of(engine, 3, 2, 1).withCrash(),
                Scope.of(engine, 3, 2, 0).withLearning(),
                Scope.of(engine, 4, 2, 0),
                Scope.of(engine, 3, 3, 0));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void noInterleavingBreaksAgreement_andAllAreTried(Scope scope) {
        long begin = System.nanoTime();
        Outcome outcome = new Search(scope, STATES_MAX).run();
        print(scope, outcome, begin);
        assertThat(outcome.violation()).as(String.join("\n", outcome.way())).isEmpty();
        assertThat(outcome.complete() || LARGE).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WrongRule.class)
    void aWrongRule_isFoundOut_byTheShortestWayThere(WrongRule rule) {
        Outcome outcome = new Search(rule.scope(), STATES_MAX).run();
        // In one piece: another search prints beside it.
        StringBuilder found = new StringBuilder(String.format(
                Locale.ROOT, "%s, found after %,d states: %s", rule, outcome.states(), outcome.violation()));
        outcome.way()
                .forEach(step ->
                        found.append(System.lineSeparator()).append("    node ").append(step));
        System.out.println(found);
        assertThat(outcome.violation()).isNotEmpty();
    }

    private static void print(Scope scope, Outcome outcome, long begin) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d states, %,d of single nodes, %,d messages, %s, %.1f s%n",
                scope,
                outcome.states(),
                outcome.nodeStates(),
                outcome.messages(),
                outcome.complete() ? "complete" : "not complete",
                (System.nanoTime() - begin) / 1e9);
    }
}
