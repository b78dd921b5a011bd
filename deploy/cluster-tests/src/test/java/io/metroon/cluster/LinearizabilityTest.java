package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.cluster.Linearizability.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search accepts what an order explains and refuses what none does: it is tried on histories of both sorts. */
class LinearizabilityTest {
    private static final long STEPS_MAX = 1_000_000;

    private static Observed seen(Request request, int status, long began, long ended) {
        return new Observed(request, Request.Result.of(status), -1, began, ended, 1, false);
    }

    private static Observed listed(String directory, List<String> names, long began, long ended) {
        return new Observed(new Read.Names(directory), new Request.Result(200, names), -1, began, ended, 1, false);
    }

    private static Verdict verdict(Observed... history) {
        return Linearizability.search(List.of(history), STEPS_MAX).verdict();
    }

    @Test
    void concurrentCreatesOfOneName_whenBothSucceeded_areAViolation() {
        Change create = new Change.CreateFile("/a");
        assertThat(verdict(seen(create, 201, 0, 10), seen(create, 409, 0, 10))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(seen(create, 201, 0, 10), seen(create, 201, 0, 10))).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aReadThatMissesWhatWasAnsweredBefore_isAViolation() {
        Observed create = seen(new Change.CreateFile("/a"), 201, 0, 10);
        assertThat(verdict(create, seen(new Read.Stat("/a"), 404, 5, 15))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(create, seen(new Read.Stat("/a"), 404, 11, 15))).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void readsThatSeeAChangeComeAndGo_areAViolation() {
        Observed create = seen(new Change.CreateFile("/a"), 201, 0, 100);
        Observed first = seen(new Read.Stat("/a"), 200, 10, 20);
        assertThat(verdict(create, first, seen(new Read.Stat("/a"), 200, 30, 40)))
                .isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(create, first, seen(new Read.Stat("/a"), 404, 30, 40)))
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aListingThatShowsARenameHalfDone_isAViolation() {
        Observed create = seen(new Change.CreateFile("/a"), 201, 0, 1);
        Observed rename = seen(new Change.Rename("/a", "/b"), 200, 5, 20);
        assertThat(verdict(create, rename, listed("", List.of("a"), 6, 10))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(create, rename, listed("", List.of("b"), 6, 10))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(create, rename, listed("", List.of("a", "b"), 6, 10)))
                .isEqualTo(Verdict.VIOLATED);
        assertThat(verdict(create, rename, listed("", List.of(), 6, 10))).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void anUnansweredChange_mayTakeEffectLateOrNeverButOnlyOnce() {
        Observed lost = new Observed(new Change.CreateFile("/a"), null, -1, 0, Long.MAX_VALUE, 1, true);
        Observed absent = seen(new Read.Stat("/a"), 404, 10, 11);
        Observed present = seen(new Read.Stat("/a"), 200, 12, 13);
        assertThat(verdict(lost, absent)).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(lost, absent, present)).isEqualTo(Verdict.LINEARIZABLE);
        Observed deleted = seen(new Change.Delete("/a"), 204, 14, 15);
        assertThat(verdict(lost, present, deleted, seen(new Read.Stat("/a"), 404, 16, 17)))
                .isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(lost, present, deleted, seen(new Read.Stat("/a"), 200, 16, 17)))
                .isEqualTo(Verdict.VIOLATED);
    }

    private static Observed lost(Change change, long began) {
        return new Observed(change, null, -1, began, Long.MAX_VALUE, 1, true);
    }

    @Test
    void severalUnansweredChanges_mayAllHaveTakenEffectBeforeOneRequestThatShowsThem() {
        Observed directory = seen(new Change.CreateDirectory("/d"), 201, 0, 1);
        Observed first = lost(new Change.CreateFile("/d/a"), 2);
        Observed second = lost(new Change.CreateFile("/d/b"), 3);
        Observed both = listed("/d", List.of("a", "b"), 10, 11);
        assertThat(verdict(directory, first, second, both)).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(directory, first, both)).isEqualTo(Verdict.VIOLATED);

        Observed emptied = seen(new Change.Delete("/d"), 204, 20, 21);
        Observed one = lost(new Change.Delete("/d/a"), 12);
        Observed other = lost(new Change.Rename("/d/b", "/b"), 13);
        assertThat(verdict(directory, first, second, both, one, other, emptied)).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(directory, first, second, both, one, emptied)).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void unansweredChangesThatNeedEachOther_mayTakeEffectInTheOrderThatExplains() {
        Observed file = lost(new Change.CreateFile("/d/e/f"), 0);
        Observed inner = lost(new Change.CreateDirectory("/d/e"), 0);
        Observed outer = lost(new Change.CreateDirectory("/d"), 0);
        Observed moved = lost(new Change.Rename("/d/e", "/x"), 0);
        assertThat(verdict(file, inner, outer, moved, seen(new Read.Stat("/x/f"), 200, 10, 11)))
                .isEqualTo(Verdict.LINEARIZABLE);
        assertThat(verdict(file, inner, moved, seen(new Read.Stat("/x/f"), 200, 10, 11)))
                .isEqualTo(Verdict.VIOLATED);
    }

    /** Each request takes effect somewhere within its time; of the unanswered ones some do later, and some never. */
    private static List<Observed> withUnanswered(Random random) {
        List<Observed> history = new ArrayList<>();
        List<Observed> outstanding = new ArrayList<>();
        Model model = new Model();
        for (long moment = 100; moment < 6_100; moment += 10) {
            if (!outstanding.isEmpty() && random.nextInt(20) == 0) {
                outstanding.remove(random.nextInt(outstanding.size())).request().on(model);
            }
            Request request = Load.draw(random);
            long began = moment - random.nextInt(50);
            if (random.nextInt(25) == 0 && request instanceof Change change) {
                outstanding.add(lost(change, began));
                history.add(lost(change, began));
            } else {
                long ended = moment + random.nextInt(50);
                history.add(new Observed(request, request.on(model), -1, began, ended, 1, false));
            }
        }
        return history;
    }

    @Test
    void historiesWithManyUnansweredChanges_areAccepted_whicheverOfThemTookEffect() {
        for (int seed = 0; seed < 30; seed++) {
            List<Observed> history = withUnanswered(new Random(seed));
            assertThat(Linearizability.search(history, STEPS_MAX).verdict())
                    .as("seed %d", seed)
                    .isEqualTo(Verdict.LINEARIZABLE);
        }
    }

    @Test
    void longHistories_areAcceptedAsTheyWereMade_andRefusedWithOneAnswerChanged() {
        Random random = new Random(7);
        List<Observed> history = new ArrayList<>();
        Model model = new Model();
        for (long moment = 0; moment < 20_000; moment += 10) {
            String path = "/f" + random.nextInt(8);
            Request request = random.nextBoolean()
                    ? new Read.Stat(path)
                    : random.nextBoolean() ? new Change.CreateFile(path) : new Change.Delete(path);
            // Each overlaps about ten others.
            history.add(new Observed(
                    request,
                    request.on(model),
                    -1,
                    moment - random.nextInt(50),
                    moment + random.nextInt(50),
                    1,
                    false));
        }
        assertThat(Linearizability.search(history, STEPS_MAX).verdict()).isEqualTo(Verdict.LINEARIZABLE);

        int victim = history.size() / 2;
        Observed changed = history.get(victim);
        history.set(
                victim,
                new Observed(
                        new Read.Names("/f0"), Request.Result.of(200), -1, changed.began(), changed.ended(), 1, false));
        assertThat(Linearizability.search(history, STEPS_MAX).verdict()).isNotEqualTo(Verdict.LINEARIZABLE);
    }
}
