package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.metroon.namespace.ServiceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The documents in {@code docs/http-api/golden}, which the tests of clients read too, are what the gateway takes and
 * gives. With {@code -Dgolden.write=true} the answers are written instead of compared.
 */
final class GoldenJsonTest {
    private static final Path GOLDEN = Path.of("..", "docs", "http-api", "golden");
    private static final ClusterChange.Newcomer NEWCOMER = new ClusterChange.Newcomer(
            4, "00112233445566778899aabbccddeeff", ClusterChange.Role.JOINING, 10, "127.0.0.1:8523", "127.0.0.1:8423");

    /** What the golden requests ask for, in the order in which they are sent. */
    private static final List<ClusterChange> CHANGES = List.of(
            new ClusterChange.Add(NEWCOMER),
            new ClusterChange.Replace(2, NEWCOMER),
            new ClusterChange.SetRole(2, ClusterChange.Role.WITNESS),
            new ClusterChange.SetPriority(2, 50),
            new ClusterChange.SetQuorums(3, 2),
            new ClusterChange.TransferLeader(2),
            new ClusterChange.SwitchEngine(ClusterChange.Engine.RAFT));

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void whatTheGatewayTakesAndGives_isWhatTheGoldenDocumentsSay() throws IOException {
        try (RunningGateway metroon = new RunningGateway()) {
            agree("version.json", metroon.send("GET", "/v1"));
            agree("stat-directory.json", metroon.send("PUT", "/v1/fs/golden?type=directory"));
            agree("stat-file.json", metroon.sendJson("PUT", "/v1/fs/golden/file", request("attributes")));
            agree("stat-patched.json", metroon.sendJson("PATCH", "/v1/fs/golden/file", request("patch")));
            agree("stat-symlink.json", metroon.send("PUT", "/v1/fs/golden/link?type=symlink&target=file"));
            agree("stat-absent.json", metroon.sendJson("PUT", "/v1/fs/golden/large", "{\"size\":9007199254740991}"));
            agree("stat-bytes.json", metroon.send("PUT", "/v1/fs/golden/caf%E9?type=symlink&target=%FF"));
            agree("list.json", metroon.send("GET", "/v1/fs/golden?list"));
            agree("stat-renamed.json", metroon.sendJson("POST", "/v1/rename", request("rename")));
            agree("batch.json", metroon.sendJson("POST", "/v1/batch", request("batch")));
            agree("problem-enoent.json", metroon.send("GET", "/v1/fs/golden/nobody"));
            agree("problem-eexist.json", metroon.send("PUT", "/v1/fs/golden/file"));
            agree("problem-bytes.json", metroon.send("GET", "/v1/fs/golden/%FF"));
            agree("problem-condition.json", metroon.send("DELETE", "/v1/fs/golden/file", "If-Match", "\"1-1\""));
            metroon.service.fail(Kind.UNAVAILABLE);
            agree("problem-unavailable.json", metroon.send("GET", "/v1/fs/golden"));
            metroon.service.fail(Kind.OUTCOME_UNKNOWN);
            agree("problem-unknown.json", metroon.send("PUT", "/v1/fs/golden/x"));
            agree("cluster.json", metroon.send("GET", "/v1/cluster"));
            agree("cluster-change.json", metroon.sendJson("POST", "/v1/cluster/members", request("member-add")));
            metroon.sendJson("PUT", "/v1/cluster/members/2", request("member-replace"));
            metroon.sendJson("PATCH", "/v1/cluster/members/2", request("member-role"));
            metroon.sendJson("PATCH", "/v1/cluster/members/2", request("member-priority"));
            metroon.sendJson("POST", "/v1/cluster/quorums", request("quorums"));
            metroon.sendJson("POST", "/v1/cluster/leader", request("leader"));
            metroon.sendJson("POST", "/v1/cluster/engine", request("engine"));
            assertThat(metroon.cluster.asked).containsExactlyElementsOf(CHANGES);
            metroon.cluster.verdict = ClusterOutcome.Verdict.UNSAFE;
            agree("problem-unsafe.json", metroon.send("DELETE", "/v1/cluster/members/2"));
        }
    }

    private static String request(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name + ".request.json"));
    }

    private static void agree(String name, Answer answer) throws IOException {
        agree(name, answer.json());
    }

    private static void agree(String name, JsonNode given) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, MAPPER.writeValueAsString(given) + "\n", StandardCharsets.UTF_8);
        }
        assertThat(given).as(name).isEqualTo(MAPPER.readTree(file.toFile()));
    }
}
