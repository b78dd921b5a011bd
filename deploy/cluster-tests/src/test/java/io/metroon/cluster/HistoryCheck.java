package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether what clients were told is one history: replayed in the order of revisions on a model, each request gives the
 * answer it got; of two that did not overlap in time the later one does not stand before the earlier; and in the end the
 * namespace holds what the model does. If so, the history is linearizable: the replay is the order that proves it.
 */
final class HistoryCheck {
    /** Changes first: a read at a revision shows what that change left. */
    private static final Comparator<Observed> BY_REVISION =
            Comparator.comparingLong(Observed::revision).thenComparing(Observed::isChange, Comparator.reverseOrder());

    private HistoryCheck() {}

    /** Checks a history in which every answer is known; the model that it leaves. */
    static Model replay(List<Observed> history) {
        Model model = new Model();
        long lastChanged = 0;
        long latestBegin = Long.MIN_VALUE;
        long latestBeginBefore = Long.MIN_VALUE;
        long revision = 0;
        for (Observed seen : history.stream().sorted(BY_REVISION).toList()) {
            if (seen.revision() > revision) {
                latestBeginBefore = latestBegin;
                revision = seen.revision();
            }
            if (seen.isChange()) {
                assertThat(seen.revision())
                        .as("one change a revision, at %s", seen)
                        .isGreaterThan(lastChanged);
                lastChanged = seen.revision();
            }
            assertThat(seen.ended())
                    .as("%s stands behind requests that began only when it had been answered", seen)
                    .isGreaterThan(latestBeginBefore);
            assertThat(seen.request().on(model)).as("%s", seen).isEqualTo(seen.result());
            latestBegin = Math.max(latestBegin, seen.began());
        }
        return model;
    }

    /** Checks that a node holds exactly the entries of the model. */
    static void requireSame(Model model, TestCluster cluster, int node) throws IOException {
        Map<String, Boolean> found = new TreeMap<>();
        collect(cluster, node, "", found);
        assertThat(found).isEqualTo(model.entries());
    }

    private static void collect(TestCluster cluster, int node, String directory, Map<String, Boolean> into)
            throws IOException {
        Http.Answer page = cluster.http().send("GET", cluster.url(node) + "/v1/fs" + directory + "?list&limit=10000");
        assertThat(page.status()).isEqualTo(200);
        for (JsonNode entry : page.json().path("entries")) {
            String path = directory + "/" + entry.path("name").asText();
            boolean isDirectory = entry.path("type").asText().equals("directory");
            into.put(path, isDirectory);
            if (isDirectory) {
                collect(cluster, node, path, into);
            }
        }
    }
}
