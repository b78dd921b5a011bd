package io.metroon.client.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.client.MetroonPath;
import io.metroon.client.loopback.LoopbackCluster.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Carries out operations in the shape that a batch has them. */
final class Operations {
    private Operations() {}

    static Reply carryOut(LoopbackTree tree, JsonNode operation) {
        return switch (operation.path("op").asText()) {
            case "create" -> create(tree, operation);
            case "write" -> putContent(tree, operation);
            case "patch" -> setAttributes(tree, operation);
            case "delete" -> delete(tree, operation);
            case "rename" -> rename(tree, operation);
            case "stat" -> new Reply(200, tree.stat(LoopbackNode.member(operation, "path")), false);
            default -> throw new Problem(400, "EINVAL", operation.toString());
        };
    }

    private static Reply create(LoopbackTree tree, JsonNode operation) {
        MetroonPath path = LoopbackNode.member(operation, "path");
        String type = operation.path("type").asText("file");
        boolean created = tree.create(
                path,
                type,
                type.equals("symlink") ? LoopbackNode.octets(operation, "target") : null,
                operation.path("parents").asBoolean(),
                operation.path("exists").asText().equals("ok"),
                operation.path("attributes"));
        return new Reply(created ? 201 : 200, tree.stat(path), false);
    }

    private static Reply putContent(LoopbackTree tree, JsonNode operation) {
        MetroonPath path = LoopbackNode.member(operation, "path");
        try {
            boolean created =
                    tree.putContent(path, operation.path("content").binaryValue(), operation.path("attributes"));
            return new Reply(created ? 201 : 200, tree.stat(path), false);
        } catch (IOException notBase64) {
            throw new UncheckedIOException(notBase64);
        }
    }

    private static Reply setAttributes(LoopbackTree tree, JsonNode operation) {
        MetroonPath path = LoopbackNode.member(operation, "path");
        tree.setAttributes(path, operation.path("attributes"));
        return new Reply(200, tree.stat(path), false);
    }

    private static Reply delete(LoopbackTree tree, JsonNode operation) {
        tree.delete(
                LoopbackNode.member(operation, "path"),
                operation.path("recursive").asBoolean());
        return new Reply(204, LoopbackTree.JSON.createObjectNode(), false);
    }

    private static Reply rename(LoopbackTree tree, JsonNode operation) {
        MetroonPath to = LoopbackNode.member(operation, "to");
        tree.rename(
                LoopbackNode.member(operation, "from"),
                to,
                operation.path("mode").asText("noreplace"));
        return new Reply(200, tree.stat(to), false);
    }
}
