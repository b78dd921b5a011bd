package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.node.config.Address;
import io.metroon.node.config.NodeConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes deployed as verticles, one and several in this process. */
class MetroonNodeTest {
    @TempDir
    Path temporary;

    private InProcessNodes nodes;

    @BeforeEach
    void open() {
        nodes = new InProcessNodes(temporary);
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private static <T> T await(Future<T> future) {
        return InProcessNodes.await(future);
    }

    @Test
    void deploy_oneNode_servesOverHttp() throws Exception {
        NodeConfig node = nodes.found(1).get(0);
        MetroonNode verticle = new MetroonNode(node);
        await(nodes.vertx.deployVerticle(verticle));
        await(verticle.serving());
        nodes.awaitReady(node);
        assertThat(verticle.httpPort()).isEqualTo(node.own().http().port());
        assertThat(nodes.send(node, "PUT", "/v1/fs/hello").statusCode()).isEqualTo(201);
        assertThat(nodes.send(node, "GET", "/v1/fs/hello").statusCode()).isEqualTo(200);
        assertThat(nodes.send(node, "GET", "/metrics").body())
                .contains("metroon_leader 1.0")
                .contains("metroon_commit_seconds");
    }

    @Test
    void undeploy_thenDeployAgain_findsEverythingAsItWas() throws Exception {
        NodeConfig node = nodes.found(1).get(0);
        String deployment = await(nodes.vertx.deployVerticle(new MetroonNode(node)));
        nodes.awaitReady(node);
        nodes.send(node, "PUT", "/v1/fs/kept");
        await(nodes.vertx.undeploy(deployment));
        await(nodes.vertx.deployVerticle(new MetroonNode(node)));
        nodes.awaitReady(node);
        assertThat(nodes.send(node, "GET", "/v1/fs/kept").statusCode()).isEqualTo(200);
    }

    @Test
    void deploy_threeNodesInOneProcess_theyAgree() throws Exception {
        List<NodeConfig> all = nodes.found(3);
        for (NodeConfig node : all) {
            await(nodes.vertx.deployVerticle(new MetroonNode(node)));
        }
        all.forEach(nodes::awaitReady);
        for (NodeConfig node : all) {
            assertThat(nodes.send(node, "PUT", "/v1/fs/from-" + node.node()).statusCode())
                    .isEqualTo(201);
        }
        for (NodeConfig node : all) {
            assertThat(nodes.send(node, "GET", "/v1/fs?list").body()).contains("from-1", "from-2", "from-3");
        }
        String cluster = nodes.send(all.get(2), "GET", "/v1/cluster").body();
        assertThat(cluster).containsOnlyOnce("\"role\":\"leader\"").doesNotContain("unreachable");
    }

    @Test
    void deploy_inADirectoryThatAnotherNodeRunsIn_isRefused() throws Exception {
        NodeConfig node = nodes.found(1).get(0);
        await(nodes.vertx.deployVerticle(new MetroonNode(node)));
        NodeConfig second = new NodeConfig(
                1,
                node.data(),
                List.of(new NodeConfig.Addresses(
                        1, Address.loopback(InProcessNodes.freePort()), Address.loopback(InProcessNodes.freePort()))));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(nodes.vertx.deployVerticle(new MetroonNode(second))))
                .withMessageContaining("another node runs in");
    }

    @Test
    void deploy_inTheDirectoryOfAnotherNode_isRefused() throws Exception {
        List<NodeConfig> all = nodes.found(3);
        NodeConfig swapped = new NodeConfig(2, all.get(0).data(), all.get(0).members());
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(nodes.vertx.deployVerticle(new MetroonNode(swapped))))
                .withMessageContaining("belongs to node 1, not to node 2");
    }

    @Test
    void deploy_whereNothingWasFormatted_isRefused() {
        NodeConfig node = new NodeConfig(
                1, temporary, List.of(new NodeConfig.Addresses(1, Address.loopback(0), Address.loopback(0))));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(nodes.vertx.deployVerticle(new MetroonNode(node))))
                .withMessageContaining("not formatted");
    }
}
