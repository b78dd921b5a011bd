package io.metroon.gateway.rest;

import io.metroon.gateway.Call;
import io.metroon.gateway.ClusterChange;
import io.metroon.gateway.ClusterControl;
import io.metroon.gateway.ClusterOutcome;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/cluster/…}: what operators change. Each request is one change; {@code ?epoch=} makes it conditional. */
final class ClusterChangeRoutes {
    private static final String MEMBERS = "/v1/cluster/members";
    private static final Set<String> NEWCOMER = Set.of("node", "store", "role", "priority", "peer", "http");
    private static final String HOST_PORT = ".+:\\d{1,5}";
    private static final String STORE = "[0-9a-f]{32}";
    private static final int PRIORITY_MAX = 100;
    private static final int EPOCH_MAX = 999_999_999;

    private final ClusterControl control;

    ClusterChangeRoutes(ClusterControl control) {
        this.control = control;
    }

    List<Resource> resources() {
        return List.of(
                Resource.at(MEMBERS).changes(HttpMethod.POST, Json.MEDIA_TYPE, this::add),
                Resource.under(MEMBERS)
                        .changes(HttpMethod.PUT, Json.MEDIA_TYPE, this::replace)
                        .changes(HttpMethod.PATCH, Json.MEDIA_TYPE, this::set)
                        .changes(HttpMethod.DELETE, Json.MEDIA_TYPE, this::remove),
                Resource.at("/v1/cluster/quorums").changes(HttpMethod.POST, Json.MEDIA_TYPE, this::quorums),
                Resource.at("/v1/cluster/leader").changes(HttpMethod.POST, Json.MEDIA_TYPE, this::leader),
                Resource.at("/v1/cluster/engine").changes(HttpMethod.POST, Json.MEDIA_TYPE, this::engine));
    }

    private Future<Response> add(Call call) {
        return change(call, NEWCOMER, members -> new ClusterChange.Add(newcomer(members, number(members, "node"))));
    }

    private Future<Response> replace(Call call) {
        int node = node(call);
        return change(call, NEWCOMER, members -> {
            int by = members.has("node") ? number(members, "node") : node;
            return new ClusterChange.Replace(node, newcomer(members, by));
        });
    }

    private Future<Response> set(Call call) {
        int node = node(call);
        return change(call, Set.of("role", "priority"), members -> {
            if (members.has("role") == members.has("priority")) {
                throw HttpErrors.invalid("one of \"role\" and \"priority\" is needed: each change begins an epoch");
            }
            return members.has("role")
                    ? new ClusterChange.SetRole(node, word(members, "role", ClusterChange.Role.class))
                    : new ClusterChange.SetPriority(node, priority(members));
        });
    }

    private Future<Response> remove(Call call) {
        call.requireNoBody();
        return ask(call, new ClusterChange.Remove(node(call)));
    }

    private Future<Response> quorums(Call call) {
        return change(
                call,
                Set.of("phase1", "phase2"),
                members -> new ClusterChange.SetQuorums(number(members, "phase1"), number(members, "phase2")));
    }

    private Future<Response> leader(Call call) {
        return change(call, Set.of("node"), members -> new ClusterChange.TransferLeader(number(members, "node")));
    }

    private Future<Response> engine(Call call) {
        return change(
                call,
                Set.of("engine"),
                members -> new ClusterChange.SwitchEngine(word(members, "engine", ClusterChange.Engine.class)));
    }

    private Future<Response> change(Call call, Set<String> known, Function<Members, ClusterChange> parse) {
        return JsonBodies.read(call).compose(body -> ask(call, parse.apply(Members.parse(body, known))));
    }

    private Future<Response> ask(Call call, ClusterChange change) {
        int epoch = call.parameters().only(Set.of("epoch")).integer("epoch", 1, EPOCH_MAX, 0);
        OptionalLong onlyIn = epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
        return call.here(control.change(change, onlyIn, call.patience()))
                .map(outcome -> done(HttpErrors.requireDone(outcome)));
    }

    private static Response done(ClusterOutcome outcome) {
        return Response.whole(Response.OK, Json.MEDIA_TYPE, Json.document(json -> {
            json.writeStartObject();
            json.writeNumberField("epoch", outcome.epoch());
            json.writeBooleanField("changed", outcome.verdict() == ClusterOutcome.Verdict.DONE);
            json.writeStringField("detail", outcome.detail());
            json.writeEndObject();
        }));
    }

    private static ClusterChange.Newcomer newcomer(Members members, int node) {
        return new ClusterChange.Newcomer(
                node,
                matching(members, "store", STORE, "32 hexadecimal digits"),
                members.has("role") ? word(members, "role", ClusterChange.Role.class) : ClusterChange.Role.JOINING,
                members.has("priority") ? priority(members) : 0,
                matching(members, "peer", HOST_PORT, "host:port"),
                matching(members, "http", HOST_PORT, "host:port"));
    }

    private static int node(Call call) {
        String tail = call.tail();
        if (!tail.matches("/[1-9]\\d{0,8}")) {
            throw HttpErrors.invalid("\"" + tail + "\" is no node: it is " + MEMBERS + "/ and a number");
        }
        return Integer.parseInt(tail.substring(1));
    }

    private static int number(Members members, String name) {
        Long number = members.count(name);
        if (number == null || number > Integer.MAX_VALUE) {
            throw HttpErrors.invalid("\"" + name + "\" is needed, a small number");
        }
        return number.intValue();
    }

    private static int priority(Members members) {
        int priority = number(members, "priority");
        if (priority > PRIORITY_MAX) {
            throw HttpErrors.invalid("\"priority\" is 0 to " + PRIORITY_MAX);
        }
        return priority;
    }

    private static String matching(Members members, String name, String form, String inWords) {
        @Nullable String text = members.text(name);
        if (text == null || !text.matches(form)) {
            throw HttpErrors.invalid("\"" + name + "\" is needed: " + inWords);
        }
        return text;
    }

    private static <E extends Enum<E>> E word(Members members, String name, Class<E> type) {
        @Nullable String text = members.text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw HttpErrors.invalid("\"" + name + "\" is one of "
                + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }
}
