package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Call;
import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterStatus.Node;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.Json;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1} and {@code /v1/cluster}: what serves, and who. */
final class ClusterRoutes {
    /** The API's number in its path. */
    private static final int API = 1;

    private static final List<String> FEATURES = List.of(
            "fs",
            "list",
            "rename",
            "content",
            "batch",
            "cluster",
            "members",
            "backup",
            "conditions",
            "idempotency",
            "locks",
            "webdav",
            "webhdfs",
            "read:linearizable",
            "read:lease",
            "read:quorum",
            "read:bounded",
            "read:at-least",
            "read:stale");

    private final String version;
    private final ClusterView cluster;

    ClusterRoutes(String version, ClusterView cluster) {
        this.version = version;
        this.cluster = cluster;
    }

    List<Resource> resources() {
        return List.of(
                Resource.at("/v1").reads(HttpMethod.GET, Json.MEDIA_TYPE, this::version),
                Resource.at("/v1/cluster").reads(HttpMethod.GET, Json.MEDIA_TYPE, this::status));
    }

    private Future<Response> version(Call call) {
        call.parameters().only(Set.of());
        return Future.succeededFuture(Response.whole(Response.OK, Json.MEDIA_TYPE, Json.document(json -> {
            json.writeStartObject();
            json.writeStringField("version", version);
            json.writeNumberField("api", API);
            json.writeArrayFieldStart("features");
            for (String feature : FEATURES) {
                json.writeString(feature);
            }
            json.writeEndArray();
            json.writeEndObject();
        })));
    }

    private Future<Response> status(Call call) {
        boolean self = call.parameters().only(Set.of("self")).flag("self", false);
        return call.here(self ? cluster.ownStatus() : cluster.status())
                .map(status ->
                        Response.whole(Response.OK, Json.MEDIA_TYPE, Json.document(json -> write(json, status))));
    }

    private static void write(JsonGenerator json, ClusterStatus status) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", status.id());
        json.writeNumberField("epoch", status.epoch());
        json.writeStringField("engine", status.engine());
        json.writeNumberField("revision", status.revision());
        json.writeStringField("leader", status.leader());
        json.writeObjectFieldStart("quorums");
        json.writeNumberField("phase1", status.quorums().phase1());
        json.writeNumberField("phase2", status.quorums().phase2());
        json.writeEndObject();
        json.writeArrayFieldStart("nodes");
        for (Node node : status.nodes()) {
            write(json, node);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Node node) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", node.id());
        json.writeStringField("http", node.http());
        json.writeStringField("peer", node.peer());
        json.writeStringField("role", node.role());
        json.writeStringField("member", node.membership().role());
        json.writeNumberField("priority", node.membership().priority());
        json.writeStringField("store", node.membership().store());
        json.writeBooleanField("ready", node.ready());
        write(json, "applied", node.applied());
        write(json, "lag", node.lag());
        write(json, "diskFree", node.diskFree());
        write(json, "contentRevision", node.contentRevision());
        write(json, "contentLacking", node.contentLacking());
        json.writeStringField("digest", node.digest());
        json.writeArrayFieldStart("alarms");
        for (String alarm : node.alarms()) {
            json.writeString(alarm);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What is unknown is null, so that every member is always there. */
    private static void write(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
