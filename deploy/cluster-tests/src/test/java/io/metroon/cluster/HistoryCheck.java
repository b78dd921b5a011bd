package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether what clients were told is one history: replayed in the order of revisions on a model, each change gives the
 * answer it got; changes that did not overlap in time have revisions in that order; and in the end the namespace holds
 * what the model does. If so, the history is linearizable: the replay is the order that proves it.
 */
final class HistoryCheck {
    private HistoryCheck() {}

    /** Checks a history in order of revisions; the model that it leaves. */
    static Model replay(List<Acknowledged> history) {
        Model model = new Model();
        long lastRevision = 0;
        long latestBegin = Long.MIN_VALUE;
        for (Acknowledged entry : history) {
            assertThat(entry.revision())
                    .as("one change a revision, at %s", entry)
                    .isGreaterThan(lastRevision);
            assertThat(entry.ended())
                    .as("%s took effect after changes that began only when it had been answered", entry)
                    .isGreaterThan(latestBegin);
            assertThat(entry.change().applyTo(model)).as("%s", entry).isEqualTo(entry.status());
            lastRevision = entry.revision();
            latestBegin = Math.max(latestBegin, entry.began());
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
