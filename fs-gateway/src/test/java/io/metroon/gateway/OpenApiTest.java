package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.metroon.gateway.rest.RestFacade;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway and {@code docs/openapi.yaml} say the same, in both directions. */
final class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "patch", "delete", "post");

    private static RunningGateway metroon;
    private static JsonNode document;

    /** A request of the tour, and the operation it is one of. */
    private record Step(String operation, String method, String target, String json) {
        @Override
        public String toString() {
            return method + " " + target + " " + json;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        document =
                new YAMLMapper().readTree(Path.of("..", "docs", "openapi.yaml").toFile());
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    @Test
    void everyRouteIsInTheDocument_andEveryRouteOfTheDocumentIsServed() {
        assertThat(routesServed()).isEqualTo(routesDocumented());
    }

    private static Set<String> routesServed() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Facade facade = new RestFacade("x", new OneNode(), new OneNode(), new PiecewiseBackup(), registry, () -> false);
        Set<String> routes = new TreeSet<>();
        for (Resource resource : facade.resources()) {
            String path = resource.path() + (resource.isSubtree() ? "/{path}" : "");
            resource.methods().stream()
                    .filter(method -> !method.name().equals("HEAD"))
                    .forEach(method -> routes.add(method.name() + " " + path));
        }
        return routes;
    }

    private static Set<String> routesDocumented() {
        Set<String> routes = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        routes.add(method.toUpperCase(Locale.ROOT) + " "
                                + path.getKey().replace("{node}", "{path}"));
                    }
                }));
        return routes;
    }

    @Test
    void everyRouteOfTheDocument_isNotAnUnknownOneOnTheWire() {
        for (String route : routesDocumented()) {
            String[] words = route.replace("{path}", "nobody").split(" ", 2);
            Answer answer = metroon.send(words[0], words[1]);
            assertThat(answer.status()).as(route).isNotEqualTo(405);
            if (answer.status() == 404) {
                assertThat(answer.json().path("code").asText()).as(route).isEqualTo("ENOENT");
            }
        }
    }

    @Test
    void theServedDocument_isTheOneInDocs() {
        assertThat(metroon.send("GET", "/openapi.yaml").octets())
                .asString(StandardCharsets.UTF_8)
                .contains("title: Metroon");
    }

    @Test
    void aMemberThatIsNotInTheDocument_orIsMissing_wouldBeNoticed() throws IOException {
        SchemaCheck check = new SchemaCheck(document);
        JsonNode health = document.at("/components/schemas/Health");

        for (String wrong : new String[] {"{}", "{\"status\":\"DOWN\"}", "{\"status\":\"UP\",\"since\":1}", "[]"}) {
            JsonNode value = new ObjectMapper().readTree(wrong);
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> check.check(value, health));
        }
    }

    static List<Step> tour() {
        return List.of(
                new Step("version", "GET", "/v1", ""),
                new Step("create", "PUT", "/v1/fs/tour?type=directory", ""),
                new Step("create", "PUT", "/v1/fs/tour?type=directory&exists=ok", ""),
                new Step(
                        "create",
                        "PUT",
                        "/v1/fs/tour/file",
                        "{\"size\":5,\"xattrs\":{\"user.a\":\"AA==\"},\"layout\":\"AA==\"}"),
                new Step("create", "PUT", "/v1/fs/tour/link?type=symlink&target=%FF", ""),
                new Step("create", "PUT", "/v1/fs/tour/%FF", ""),
                new Step("statOrList", "GET", "/v1/fs/tour/file", ""),
                new Step("statOrList", "GET", "/v1/fs/tour/%FF", ""),
                new Step("statOrList", "GET", "/v1/fs/tour?list", ""),
                new Step("setAttributes", "PATCH", "/v1/fs/tour/file", "{\"mode\":\"0600\"}"),
                new Step("writeContent", "PUT", "/v1/content/tour/bytes", "{}"),
                new Step("writeContent", "PUT", "/v1/content/tour/bytes", "{ }"),
                new Step("readContent", "GET", "/v1/content/tour/bytes", ""),
                new Step("rename", "POST", "/v1/rename", "{\"from\":\"/tour/file\",\"to\":\"/tour/moved\"}"),
                new Step(
                        "batch",
                        "POST",
                        "/v1/batch",
                        "{\"operations\":[{\"op\":\"stat\",\"path\":\"/tour\"},{\"op\":\"create\",\"path\":\"/tour\"}]}"),
                new Step("delete", "DELETE", "/v1/fs/tour/moved", ""),
                new Step("delete", "DELETE", "/v1/fs/tour/moved", ""),
                new Step("cluster", "GET", "/v1/cluster", ""),
                new Step("addMember", "POST", "/v1/cluster/members", newcomer(4)),
                new Step("replaceMember", "PUT", "/v1/cluster/members/2?epoch=1", newcomer(2)),
                new Step("changeMember", "PATCH", "/v1/cluster/members/2", "{\"role\":\"witness\"}"),
                new Step("removeMember", "DELETE", "/v1/cluster/members/2", ""),
                new Step("setQuorums", "POST", "/v1/cluster/quorums", "{\"phase1\":3,\"phase2\":1}"),
                new Step("transferLeader", "POST", "/v1/cluster/leader", "{\"node\":2}"),
                new Step("switchEngine", "POST", "/v1/cluster/engine", "{\"engine\":\"raft\"}"),
                new Step("backup", "GET", "/v1/backup", ""),
                new Step("live", "GET", "/health/live", ""),
                new Step("ready", "GET", "/health/ready", ""),
                new Step("metrics", "GET", "/metrics", ""),
                new Step("description", "GET", "/openapi.yaml", ""));
    }

    private static String newcomer(int node) {
        return """
                {"node":%d,"store":"00000000000000010000000000000004","peer":"127.0.0.1:8523","http":"127.0.0.1:8423"}""".formatted(node);
    }

    @ParameterizedTest
    @MethodSource("tour")
    void everyAnswerOfATour_isOneThatTheDocumentPromises(Step step) {
        Answer answer = step.json().isEmpty()
                ? metroon.send(step.method(), step.target())
                : metroon.sendJson(step.method(), step.target(), step.json());

        JsonNode responses = operation(step.operation()).path("responses");
        String status = Integer.toString(answer.status());
        assertThat(responses.has(status) || answer.status() >= 400).as(status).isTrue();
        JsonNode response = resolve(responses.has(status) ? responses.path(status) : responses.path("default"));
        response.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(answer.headers().containsKey(header.toLowerCase(Locale.ROOT))
                                || isOptional(header, step))
                        .as(header)
                        .isTrue());
        if (response.has("content")) {
            String type = answer.header("content-type").split(";", 2)[0];
            assertThat(response.path("content").has(type)).as(type).isTrue();
            if (type.endsWith("json")) {
                new SchemaCheck(document)
                        .check(answer.json(), response.at("/content/" + type.replace("/", "~1") + "/schema"));
            }
        }
    }

    private static boolean isOptional(String header, Step step) {
        return Set.of("Idempotency-Replayed", "Content-Range", "Retry-After", "Allow")
                        .contains(header)
                || (header.equals("ETag") && step.target().endsWith("?list"));
    }

    private static JsonNode operation(String id) {
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.path("operationId").asText().equals(id)) {
                    return operation;
                }
            }
        }
        throw new AssertionError("no operation " + id);
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
