package io.metroon.client.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.loopback.LoopbackCluster.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One node: JSON over the JDK's HTTP server, faults from a queue. */
public final class LoopbackNode {
    private final LoopbackCluster cluster;
    private final int id;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile byte[] backup = {};

    LoopbackNode(LoopbackCluster cluster, int id) {
        this.cluster = cluster;
        this.id = id;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens. */
    public String url() {
        return "http://" + address();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Does these things wrong, one a request, in order; {@code /v1/cluster} is not affected. */
    public void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** What was asked of it: method, target and read mode. */
    public List<String> requests() {
        return requests;
    }

    /** What {@code /v1/backup} gives. */
    public void backup(byte[] octets) {
        backup = octets;
    }

    /** Refuses connections from now on. */
    public void stop() {
        stopping.countDown();
        server.stop(0);
        threads.shutdown();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toASCIIString();
        String read = exchange.getRequestHeaders().getFirst("Metroon-Read");
        requests.add(exchange.getRequestMethod() + " " + target + (read == null ? "" : " " + read));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (target.equals("/v1/cluster")) {
            send(exchange, 200, cluster(), false);
            return;
        }
        Fault fault = faults.poll();
        if (fault == null) {
            answer(exchange, target, body);
        } else {
            misbehave(exchange, target, body, fault);
        }
    }

    private void misbehave(HttpExchange exchange, String target, byte[] body, Fault fault) throws IOException {
        if (fault.acts()) {
            act(exchange, target, body);
        }
        switch (fault) {
            case UNAVAILABLE -> problem(exchange, 503, "EAGAIN");
            case UNAVAILABLE_FOR_A_SECOND -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                problem(exchange, 503, "EAGAIN");
            }
            case TIMEOUT_BEFORE, TIMEOUT_AFTER -> problem(exchange, 504, "ETIMEDOUT");
            case DROP_BEFORE, DROP_AFTER -> exchange.close();
            case HANG_BEFORE, HANG_AFTER -> hang();
        }
    }

    private void hang() {
        try {
            stopping.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void problem(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, LoopbackCluster.document(new Problem(status, code, "/")), false);
    }

    private void answer(HttpExchange exchange, String target, byte[] body) throws IOException {
        if (target.startsWith("/v1/content") && exchange.getRequestMethod().equals("GET")) {
            content(exchange, target);
        } else if (target.equals("/v1/backup") || target.equals("/v1/backup?content=false")) {
            sendBytes(exchange, 200, backup);
        } else {
            Reply reply = act(exchange, target, body);
            send(exchange, reply.status(), reply.document(), reply.replayed());
        }
    }

    private void content(HttpExchange exchange, String target) throws IOException {
        byte[][] content = new byte[1][];
        Reply reply = cluster.refusable(() -> {
            content[0] = cluster.tree().content(path(target, "/v1/content"));
            return new Reply(200, LoopbackTree.JSON.createObjectNode(), false);
        });
        if (reply.status() == 200) {
            sendBytes(exchange, 200, content[0]);
        } else {
            send(exchange, reply.status(), reply.document(), false);
        }
    }

    private Reply act(HttpExchange exchange, String target, byte[] body) {
        Map<String, String> query = query(target);
        String method = exchange.getRequestMethod();
        if (method.equals("GET")) {
            return cluster.refusable(() -> read(target, query));
        }
        if (target.startsWith("/v1/cluster/")) {
            ObjectNode done = LoopbackTree.JSON.createObjectNode();
            done.put("epoch", 2).put("changed", true).put("detail", "epoch 2 began");
            return cluster.once("", () -> new Reply(200, done, false));
        }
        if (target.equals("/v1/batch")) {
            return batch(json(body));
        }
        String quoted = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String key = quoted == null ? "" : quoted.replace("\"", "");
        return cluster.once(key, () -> change(method, target, query, body));
    }

    private Reply read(String target, Map<String, String> query) {
        MetroonPath path = path(target, "/v1/fs");
        if (query.containsKey("list")) {
            int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
            return new Reply(200, cluster.tree().list(path, Integer.parseInt(query.get("limit")), from), false);
        }
        return new Reply(200, cluster.tree().stat(path), false);
    }

    private Reply change(String method, String target, Map<String, String> query, byte[] body) {
        if (target.startsWith("/v1/content")) {
            MetroonPath path = path(target, "/v1/content");
            boolean created = cluster.tree().putContent(path, body, LoopbackTree.JSON.createObjectNode());
            return stated(created, path);
        }
        ObjectNode operation =
                target.equals("/v1/rename") ? (ObjectNode) json(body) : LoopbackTree.JSON.createObjectNode();
        query.forEach(operation::put);
        if (!target.equals("/v1/rename")) {
            operation.put("pathBytes", path(target, "/v1/fs").encoded());
            operation.set("attributes", json(body));
        }
        String op = Map.of("PUT", "create", "PATCH", "patch", "DELETE", "delete", "POST", "rename")
                .get(method);
        if (query.containsKey("target")) {
            operation.put("targetBytes", query.get("target"));
        }
        return Operations.carryOut(cluster.tree(), operation.put("op", op));
    }

    private Reply stated(boolean created, MetroonPath path) {
        return new Reply(created ? 201 : 200, cluster.tree().stat(path), false);
    }

    private Reply batch(JsonNode batch) {
        ObjectNode answer = LoopbackTree.JSON
                .createObjectNode()
                .put("revision", cluster.tree().revision());
        for (JsonNode operation : batch.path("operations")) {
            boolean reads = operation.path("op").asText().equals("stat");
            Reply reply = reads
                    ? cluster.refusable(() -> Operations.carryOut(cluster.tree(), operation))
                    : cluster.once(
                            operation.path("key").asText(), () -> Operations.carryOut(cluster.tree(), operation));
            ObjectNode item = answer.withArray("/results").addObject().put("status", reply.status());
            if (reply.replayed()) {
                item.put("replayed", true);
            }
            if (!reply.document().isEmpty()) {
                item.set(reply.status() < 300 ? "stat" : "problem", reply.document());
            }
        }
        return new Reply(200, answer, false);
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? LoopbackTree.JSON.createObjectNode() : LoopbackTree.JSON.readTree(body);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private ObjectNode cluster() {
        ObjectNode json = LoopbackTree.JSON.createObjectNode();
        json.put("id", "loopback").put("epoch", 1).put("engine", "paxos");
        json.put("revision", cluster.tree().revision()).put("leader", "1");
        for (LoopbackNode node : cluster.nodes()) {
            ObjectNode one = json.withArray("/nodes").addObject();
            one.put("id", Integer.toString(node.id)).put("http", node.address()).put("peer", "127.0.0.1:1");
            one.put("role", node.id == 1 ? "leader" : "follower")
                    .put("ready", true)
                    .put("applied", 7)
                    .put("lag", 0);
            one.put("diskFree", 1L << 30).put("digest", "00ff");
            if (node.id == 2) {
                one.withArray("/alarms").add("the disk is full");
            }
        }
        return json;
    }

    private static MetroonPath path(String target, String prefix) {
        int end = target.indexOf('?');
        String path = target.substring(prefix.length(), end < 0 ? target.length() : end);
        return MetroonPath.ofEncoded(path.isEmpty() ? "/" : path);
    }

    private static Map<String, String> query(String target) {
        Map<String, String> parameters = new HashMap<>();
        int start = target.indexOf('?');
        if (start >= 0) {
            for (String pair : target.substring(start + 1).split("&", -1)) {
                String[] sides = pair.split("=", 2);
                parameters.put(sides[0], sides.length < 2 ? "" : sides[1]);
            }
        }
        return parameters;
    }

    private void send(HttpExchange exchange, int status, ObjectNode document, boolean replayed) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", status < 300 ? "application/json" : "application/problem+json");
        if (replayed) {
            exchange.getResponseHeaders().set("Idempotency-Replayed", "true");
        }
        sendBytes(exchange, status, document.isEmpty() ? new byte[0] : LoopbackTree.JSON.writeValueAsBytes(document));
    }

    private void sendBytes(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .set("Metroon-Revision", Long.toString(cluster.tree().revision()));
        exchange.getResponseHeaders().set("Metroon-Node", Integer.toString(id));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Reads an operation of a batch. */
    static MetroonPath member(JsonNode operation, String field) {
        return operation.has(field + "Bytes")
                ? MetroonPath.ofEncoded(operation.get(field + "Bytes").asText())
                : MetroonPath.of(operation.path(field).asText());
    }

    static Octets octets(JsonNode operation, String field) {
        return operation.has(field + "Bytes")
                ? Octets.ofEncoded(operation.get(field + "Bytes").asText())
                : Octets.of(operation.path(field).asText());
    }
}
