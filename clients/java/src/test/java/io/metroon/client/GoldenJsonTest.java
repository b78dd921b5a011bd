package io.metroon.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON that the gateway is held to is the JSON that the client reads and writes. */
class GoldenJsonTest {
    private static final Path GOLDEN = Path.of("../../docs/http-api/golden");

    private static byte[] golden(String name) {
        try {
            return Files.readAllBytes(GOLDEN.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Answer answer(int status, String name) {
        return Answer.of(new HttpReply(status, 1, -1, false, golden(name)));
    }

    private static Stat stat(String name) {
        return StatJson.read(answer(200, name).json());
    }

    private static JsonNode json(byte[] document) throws IOException {
        return new ObjectMapper().readTree(document);
    }

    @Test
    void stats_areRead() {
        Stat file = stat("stat-file.json");
        assertThat(file.path()).isEqualTo(MetroonPath.of("/golden/file"));
        assertThat(file.mode()).isEqualTo(0640);
        assertThat(file.mtime()).isEqualTo(Instant.parse("2020-02-29T11:00:00.5Z"));
        assertThat(file.xattrs()).containsEntry("user.origin", Octets.of("hi"));
        assertThat(file.layout()).isEqualTo(Octets.of(new byte[] {0, 1, 2}));
        assertThat(file.etag()).isEqualTo("\"3-2\"");
        assertThat(stat("stat-absent.json").contentAbsent()).isTrue();
        assertThat(stat("stat-directory.json").isDirectory()).isTrue();
        assertThat(stat("stat-symlink.json").target()).isEqualTo(Octets.of("file"));
        assertThat(stat("stat-patched.json").xattrs()).isEmpty();
    }

    @Test
    void namesThatAreNotUtf8_areRead() {
        Stat odd = stat("stat-bytes.json");
        assertThat(odd.path().name()).isEqualTo(Octets.ofEncoded("caf%E9"));
        assertThat(odd.target()).isEqualTo(Octets.ofEncoded("%FF"));
        assertThat(answer(404, "problem-bytes.json").refusal().path()).isEqualTo(MetroonPath.ofEncoded("/golden/%FF"));
    }

    @Test
    void pages_areRead() {
        Page page = StatJson.page(answer(200, "list.json").json());
        assertThat(page.revision()).isEqualTo(6);
        assertThat(page.cursor()).isNull();
        assertThat(page.entries())
                .extracting(entry -> entry.name().encoded())
                .containsExactly("caf%E9", "file", "large", "link");
    }

    @Test
    void problems_areRefusals() {
        assertThat(answer(409, "problem-eexist.json").refusal().code()).isEqualTo("EEXIST");
        assertThat(answer(412, "problem-condition.json").refusal().code()).isEqualTo("ECONDITION");
        RefusedException absent = answer(404, "problem-enoent.json").refusal();
        assertThat(absent).hasMessage("/golden/nobody: no such file or directory");
        assertThat(absent.path()).isEqualTo(MetroonPath.of("/golden/nobody"));
    }

    @Test
    void clusters_areRead_withWhatIsUnknown() {
        Cluster cluster = ClusterJson.read(answer(200, "cluster.json").json());
        assertThat(cluster.leader()).hasValue("n1");
        assertThat(cluster.nodes().get(0).url()).isEqualTo("http://127.0.0.1:8420");
        assertThat(cluster.nodes().get(1).applied()).isEqualTo(-1);
        assertThat(cluster.nodes().get(1).digest()).isEmpty();
    }

    @Test
    void batchResults_areRead() {
        List<Answer> items = new ArrayList<>();
        answer(200, "batch.json").json().path("results").forEach(item -> items.add(Answer.ofItem(item)));
        assertThat(items).extracting(Answer::status).contains(201, 412, 404, 204);
        assertThat(StatJson.read(items.get(1).json()).path()).isEqualTo(MetroonPath.ofEncoded("/golden/batch/%FF"));
        assertThat(items.get(3).refusal().code()).isEqualTo("EEXIST");
        assertThat(items.get(9).isRefusal()).isFalse();
    }

    @Test
    void renames_areWritten() throws IOException {
        Operation.Rename rename = new Operation.Rename(
                MetroonPath.ofEncoded("/golden/caf%E9"), MetroonPath.of("/golden/moved"), RenameMode.NOREPLACE);
        assertThat(json(OperationJson.renameBody(rename))).isEqualTo(json(golden("rename.request.json")));
    }

    @Test
    void attributes_areWritten() throws IOException {
        Attributes patch = Attributes.NONE
                .mode(01750)
                .atime(Instant.parse("2021-01-01T00:00:00Z"))
                .removeXattr("user.origin")
                .removeLayout();
        assertThat(json(OperationJson.attributes(patch))).isEqualTo(json(golden("patch.request.json")));
    }

    @Test
    void batches_areWritten() throws IOException {
        MetroonPath directory = MetroonPath.of("/golden/batch");
        MetroonPath note = directory.resolve("note");
        Octets odd = Octets.ofEncoded("%FF");
        List<KeyedOperation> operations = List.of(
                new KeyedOperation(
                        Operation.Create.directory(directory)
                                .withParents()
                                .orExisting()
                                .with(Attributes.NONE.mode(0700)),
                        "golden-1"),
                unkeyed(Operation.Create.symlink(directory.resolve(odd), Octets.ofEncoded("%FE"))),
                unkeyed(new Operation.PutContent(
                        note, Octets.of("hello"), Attributes.NONE.mode(0600), Precondition.ABSENT)),
                unkeyed(new Operation.PutContent(note, Octets.of(""), Attributes.NONE, Precondition.ABSENT)),
                unkeyed(new Operation.SetAttributes(note, false, Attributes.NONE.owner("maria"), Precondition.NONE)),
                unkeyed(new Operation.Rename(note, directory.resolve("letter"), RenameMode.REPLACE)),
                unkeyed(new Operation.GetStat(note, false)),
                unkeyed(new Operation.Delete(directory, true, Precondition.NONE)));
        List<JsonNode> known = new ArrayList<>();
        json(golden("batch.request.json")).path("operations").forEach(operation -> {
            if (!List.of("read", "list").contains(operation.path("op").asText())) {
                known.add(operation);
            }
        });
        assertThat(json(OperationJson.batch(operations)).path("operations")).containsExactlyElementsOf(known);
    }

    @Test
    void theCluster_isRead() throws IOException {
        Cluster cluster = ClusterJson.read(json(golden("cluster.json")));
        assertThat(cluster.quorums()).isEqualTo(new Cluster.Quorums(1, 1));
        assertThat(cluster.nodes())
                .extracting(Cluster.Node::membership)
                .containsExactly(
                        new Cluster.Membership("voter", 10, "00000000000000010000000000000002"),
                        new Cluster.Membership("learner", 0, "00000000000000010000000000000003"));
        assertThat(cluster.nodes().get(1).applied()).isEqualTo(-1);
    }

    @Test
    void changesOfTheCluster_areWritten_andTheirOutcomeIsRead() throws IOException {
        ClusterChange.Newcomer newcomer = new ClusterChange.Newcomer(
                4,
                "00112233445566778899aabbccddeeff",
                ClusterChange.Role.JOINING,
                10,
                "127.0.0.1:8523",
                "127.0.0.1:8423");
        Map<ClusterChange, String> requests = new LinkedHashMap<>();
        requests.put(new ClusterChange.Add(newcomer), "POST /v1/cluster/members member-add");
        requests.put(new ClusterChange.Replace(2, newcomer), "PUT /v1/cluster/members/2 member-replace");
        requests.put(
                new ClusterChange.SetRole(2, ClusterChange.Role.WITNESS), "PATCH /v1/cluster/members/2 member-role");
        requests.put(new ClusterChange.SetPriority(2, 50), "PATCH /v1/cluster/members/2 member-priority");
        requests.put(new ClusterChange.SetQuorums(3, 2), "POST /v1/cluster/quorums quorums");
        requests.put(new ClusterChange.TransferLeader(2), "POST /v1/cluster/leader leader");
        requests.put(new ClusterChange.SwitchEngine("raft"), "POST /v1/cluster/engine engine");
        for (Map.Entry<ClusterChange, String> request : requests.entrySet()) {
            HttpCall call = ClusterChangeHttp.render(request.getKey(), "k", Map.of());
            String[] words = request.getValue().split(" ", 3);
            assertThat(call.method() + " " + call.target()).isEqualTo(words[0] + " " + words[1]);
            assertThat(json(call.body())).isEqualTo(json(golden(words[2] + ".request.json")));
        }
        assertThat(ClusterChangeHttp.render(new ClusterChange.Remove(2), "k", Map.of())
                        .body())
                .isEmpty();
        assertThat(ClusterChangeHttp.read(answer(200, "cluster-change.json")).epoch())
                .isEqualTo(2);
        assertThat(answer(409, "problem-unsafe.json").refusal().code()).isEqualTo("EBUSY");
    }

    private static KeyedOperation unkeyed(Operation operation) {
        return new KeyedOperation(operation, "");
    }
}
