package io.metroon.node.command;

import io.metroon.cli.ProductVersion;
import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.Running;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code metroon up} says when the cluster serves.
 *
 * @param running the cluster
 */
record UpReport(Running running) implements Report {
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int count = running.nodes().size();
        lines.add("Metroon " + ProductVersion.current() + ", " + count + (count == 1 ? " node, " : " nodes, ")
                + running.engine() + ", data in " + running.directory().display());
        for (Running.Node node : running.nodes()) {
            lines.add("  http://" + node.http() + (node.leader() ? "  leader" : ""));
        }
        lines.add("Try: curl -X PUT '" + running.nodes().get(0).http() + "/v1/fs/hello'    Stop: metroon down"
                + (isDefault() ? "" : " --data " + running.directory().display()));
        return lines;
    }

    private boolean isDefault() {
        return running.directory().equals(ClusterDirectory.of(ClusterDirectory.byDefault()));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", ProductVersion.current());
        json.put("engine", running.engine());
        json.put("data", running.directory().path().toString());
        json.put("nodes", running.nodes().stream().map(UpReport::json).toList());
        return json;
    }

    private static Map<String, Object> json(Running.Node node) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", node.id());
        json.put("http", "http://" + node.http());
        json.put("leader", node.leader());
        json.put("pid", node.pid());
        return json;
    }
}
