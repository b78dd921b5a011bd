package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.deleteAll;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReclaimTest {
    private final Tester tester = new Tester();

    private void makeTree() {
        tester.must(directory("/d"), directory("/d/sub"), directory("/d/sub/sub"));
        for (int i = 0; i < 10; i++) {
            tester.must(content("/d/f" + i, "x"), content("/d/sub/g" + i, "xy"));
        }
    }

    @Test
    void reclaim_freesABoundedNumberOfEntriesEachTime() {
        makeTree();
        tester.must(deleteAll("/d"));
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(20, 4, 0, 30));

        tester.must(new Command.Reclaim(4));
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(16, 4, 0, 26));
        int entries = 1;
        while (tester.namespace.hasReclaimable()) {
            tester.must(new Command.Reclaim(4));
            entries++;
        }
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(0, 1, 0, 0));
        // 20 files, 2 subdirectories twice (detached, freed), 1 directory.
        assertThat(entries).isBetween(6, 8);
    }

    @Test
    void theNameOfADetachedTree_isFreeAtOnce() {
        makeTree();
        tester.must(deleteAll("/d"), directory("/d"), file("/d/new"));
        while (tester.namespace.hasReclaimable()) {
            tester.must(new Command.Reclaim(1));
        }

        assertThat(tester.names("/d")).containsExactly("new");
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(1, 2, 0, 0));
    }

    @Test
    void reclaim_withNothingToDo_isDone() {
        assertThat(tester.run(new Command.Reclaim(1))).isEqualTo(new Reply.Done());
    }

    @Test
    void reclaim_boundsAreTenThousandAndOne() {
        tester.must(new Command.Reclaim(10_000));

        assertThat(tester.refused(new Command.Reclaim(10_001)).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(new Command.Reclaim(0)).code()).isEqualTo(ErrorCode.EINVAL);
    }
}
