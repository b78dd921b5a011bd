package io.metroon.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Changes of a cluster as requests. */
final class ClusterChangeHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEMBERS = "/v1/cluster/members";

    private ClusterChangeHttp() {}

    static HttpCall render(ClusterChange change, String key, Map<String, String> headers) {
        ObjectNode body = JSON.createObjectNode();
        if (change instanceof ClusterChange.Add add) {
            fill(body, add.newcomer());
            return call("POST", MEMBERS, body, key, headers);
        } else if (change instanceof ClusterChange.Remove remove) {
            return call("DELETE", member(remove.node()), body, key, headers);
        } else if (change instanceof ClusterChange.Replace replace) {
            fill(body, replace.by());
            return call("PUT", member(replace.node()), body, key, headers);
        } else if (change instanceof ClusterChange.SetRole set) {
            return call("PATCH", member(set.node()), body.put("role", set.role().word()), key, headers);
        } else if (change instanceof ClusterChange.SetPriority set) {
            return call("PATCH", member(set.node()), body.put("priority", set.priority()), key, headers);
        } else if (change instanceof ClusterChange.SetQuorums set) {
            body.put("phase1", set.phase1()).put("phase2", set.phase2());
            return call("POST", "/v1/cluster/quorums", body, key, headers);
        } else if (change instanceof ClusterChange.SwitchEngine to) {
            return call("POST", "/v1/cluster/engine", body.put("engine", to.engine()), key, headers);
        }
        int leader = ((ClusterChange.TransferLeader) change).node();
        return call("POST", "/v1/cluster/leader", body.put("node", leader), key, headers);
    }

    private static String member(int node) {
        return MEMBERS + "/" + node;
    }

    private static void fill(ObjectNode body, ClusterChange.Newcomer newcomer) {
        body.put("node", newcomer.node()).put("store", newcomer.store());
        body.put("role", newcomer.role().word()).put("priority", newcomer.priority());
        body.put("peer", newcomer.peer()).put("http", newcomer.http());
    }

    private static HttpCall call(
            String method, String target, ObjectNode body, String key, Map<String, String> headers) {
        if (body.isEmpty()) {
            return new HttpCall(method, target, headers, HttpCall.NO_BODY, key, HttpCall.Repeat.ONCE);
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
        return new HttpCall(method, target, all, octets, key, HttpCall.Repeat.ONCE);
    }

    static ClusterChange.Done read(Answer answer) {
        var json = answer.orThrow().json();
        return new ClusterChange.Done(
                json.path("epoch").asLong(),
                json.path("changed").asBoolean(),
                json.path("detail").asText());
    }
}
