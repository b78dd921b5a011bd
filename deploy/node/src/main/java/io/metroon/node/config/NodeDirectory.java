package io.metroon.node.config;

import java.nio.file.Path;

/**
 * The names inside the directory of one node.
 *
 * @param root the directory
 */
public record NodeDirectory(Path root) {
    /** The directory of a node of a local cluster. */
    public static NodeDirectory of(Path cluster, int node) {
        return new NodeDirectory(cluster.resolve("node-" + node));
    }

    /** The node's configuration, written by {@code metroon up}. */
    public Path config() {
        return root.resolve("node.yaml");
    }

    /** The tables of the namespace: rebuilt from log and snapshots when lost. */
    public Path store() {
        return root.resolve("store");
    }

    /** Chunks of files that are too large for the namespace, unless another content store keeps them. */
    public Path content() {
        return root.resolve("content");
    }

    /** What the node says while it runs. */
    public Path nodeLog() {
        return root.resolve("node.log");
    }

    /** Held by the process that runs the node. */
    public Path lock() {
        return root.resolve("lock");
    }
}
