package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.node.config.NodeConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators change over HTTP, at any node, and what {@code /v1/cluster} tells of it. */
class ClusterChangesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temporary;

    private InProcessNodes nodes;
    private List<NodeConfig> all;

    @BeforeEach
    void start() throws Exception {
        nodes = new InProcessNodes(temporary);
        all = nodes.found(3);
        all.forEach(nodes::deploy);
        all.forEach(nodes::awaitReady);
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private JsonNode cluster(int node) throws Exception {
        return JSON.readTree(nodes.send(all.get(node - 1), "GET", "/v1/cluster").body());
    }

    /** The leader, once there is one: on a busy machine leadership may move just after all are ready. */
    private int leader() {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> cluster(1).path("leader").asInt(), leader -> leader > 0);
    }

    private HttpResponse<String> change(int asked, String method, String path, String json) throws Exception {
        return nodes.send(all.get(asked - 1), method, "/v1/cluster" + path, json);
    }

    /** A leader that is not relieved within an election timeout goes on leading and says so; on a busy machine that happens. */
    private HttpResponse<String> transfer(int asked, int target) {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> change(asked, "POST", "/leader", "{\"node\":" + target + "}"),
                        answer -> !answer.body().contains("not-transferred"));
    }

    private static String code(HttpResponse<String> answer) throws Exception {
        return answer.statusCode() + " "
                + JSON.readTree(answer.body()).path("code").asText();
    }

    @Test
    void anEngine_isSwitchedAtAnyNode_andTheClusterSaysWhichOneRuns() throws Exception {
        int follower = leader() % 3 + 1;
        HttpResponse<String> answer = change(follower, "POST", "/engine", "{\"engine\":\"raft\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(cluster(follower).path("engine").asText()).isEqualTo("raft");
        assertThat(cluster(follower).path("epoch").asLong()).isEqualTo(2);
        HttpResponse<String> again = change(follower, "POST", "/engine", "{\"engine\":\"raft\"}");
        assertThat(again.body()).contains("\"changed\":false");
        assertThat(nodes.send(all.get(0), "PUT", "/v1/fs/after").statusCode()).isEqualTo(201);
    }

    @Test
    void leadership_isTransferredAtAnyNode() throws Exception {
        int target = leader() % 3 + 1;
        HttpResponse<String> answer = transfer(target % 3 + 1, target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Awaitility.await().until(() -> cluster(1).path("leader").asInt() == target);
    }

    @Test
    void aLeaderThatHandsOver_showsTheNewLeaderAsSoonAsItHasAnswered() throws Exception {
        int before = leader();
        int target = before % 3 + 1;
        HttpResponse<String> answer = transfer(before, target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(cluster(before).path("leader").asInt()).isEqualTo(target);
        assertThat(nodes.send(all.get(before - 1), "PUT", "/v1/fs/after").statusCode())
                .isEqualTo(201);
    }

    @Test
    void aMemberThatLeaves_isNotListed_norAnOriginAnyMore_andIsReleased() throws Exception {
        int leaving = leader();
        int asked = leaving % 3 + 1;
        assertThat(change(asked, "DELETE", "/members/" + leaving, "").statusCode())
                .isEqualTo(200);
        assertThat(cluster(asked).path("nodes")).hasSize(2);
        assertThat(cluster(asked).at("/quorums/phase2").asInt()).isEqualTo(2);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> JSON.readTree(nodes.send(all.get(leaving - 1), "GET", "/v1/cluster?self")
                                .body())
                        .at("/nodes/0/member")
                        .asText()
                        .equals("released"));
        assertThat(code(change(asked, "DELETE", "/members/" + leaving, ""))).isEqualTo("404 ENOENT");
    }

    @Test
    void whatMakesNoSense_orWouldCostTheQuorum_isRefusedByName() throws Exception {
        String newcomer = """
                {"node":%d,"store":"00000000000000010000000000000004","peer":"127.0.0.1:1","http":"127.0.0.1:2","role":"%s"}""";
        assertThat(code(change(1, "POST", "/members", newcomer.formatted(2, "joining"))))
                .isEqualTo("409 EEXIST");
        HttpResponse<String> unseen = change(1, "POST", "/members", newcomer.formatted(4, "voter"));
        assertThat(code(unseen)).isEqualTo("409 EBUSY");
        assertThat(unseen.body()).contains("not-caught-up").contains("add it as a learner");
        assertThat(code(change(1, "PATCH", "/members/9", "{\"priority\":1}"))).isEqualTo("404 ENOENT");
        assertThat(code(change(1, "PATCH", "/members/1", "{\"priority\":101}"))).isEqualTo("400 EINVAL");
        assertThat(code(change(1, "POST", "/quorums", "{\"phase1\":1,\"phase2\":2}")))
                .isEqualTo("400 EINVAL");
        assertThat(code(change(1, "POST", "/quorums?epoch=7", "{\"phase1\":3,\"phase2\":1}")))
                .isEqualTo("412 ECONDITION");
        assertThat(cluster(1).path("epoch").asLong()).isEqualTo(1);
    }

    @Test
    void roles_priorities_andQuorums_areSet_andShown() throws Exception {
        int witness = leader() % 3 + 1;
        int asked = witness % 3 + 1;
        assertThat(change(asked, "PATCH", "/members/" + witness, "{\"priority\":70}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(change(asked, "POST", "/quorums", "{\"phase1\":3,\"phase2\":1}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode shown = cluster(asked);
        assertThat(shown.at("/nodes/" + (witness - 1) + "/priority").asInt()).isEqualTo(70);
        assertThat(shown.at("/quorums/phase1").asInt()).isEqualTo(3);
        assertThat(shown.at("/nodes/0/member").asText()).isEqualTo("voter");
    }
}
