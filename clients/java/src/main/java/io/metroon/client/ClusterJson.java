package io.metroon.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@link Cluster} from its JSON shape. */
final class ClusterJson {
    private ClusterJson() {}

    static Cluster read(JsonNode json) {
        List<Cluster.Node> nodes = new ArrayList<>();
        json.path("nodes").forEach(node -> nodes.add(node(node)));
        JsonNode leader = json.path("leader");
        return new Cluster(
                json.path("id").asText(),
                json.path("epoch").asLong(),
                json.path("engine").asText(),
                json.path("revision").asLong(),
                leader.isValueNode() && !leader.isNull() ? Optional.of(leader.asText()) : Optional.empty(),
                new Cluster.Quorums(
                        json.at("/quorums/phase1").asInt(),
                        json.at("/quorums/phase2").asInt()),
                List.copyOf(nodes));
    }

    private static Cluster.Node node(JsonNode json) {
        List<String> alarms = new ArrayList<>();
        json.path("alarms").forEach(alarm -> alarms.add(alarm.asText()));
        return new Cluster.Node(
                json.path("id").asText(),
                json.path("http").asText(""),
                json.path("peer").asText(""),
                json.path("role").asText(""),
                new Cluster.Membership(
                        json.path("member").asText("voter"),
                        json.path("priority").asInt(),
                        json.path("store").asText("")),
                json.path("ready").asBoolean(),
                json.path("applied").asLong(-1),
                json.path("lag").asLong(-1),
                json.path("diskFree").asLong(-1),
                json.path("digest").asText(""),
                List.copyOf(alarms));
    }
}
