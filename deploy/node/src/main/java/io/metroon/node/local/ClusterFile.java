package io.metroon.node.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.node.config.Address;
import io.metroon.node.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.json} in the directory of a local cluster: what it is and which processes run it. Clients read the
 * endpoints from it.
 *
 * @param format of the directory
 * @param id the cluster's identity, 32 hexadecimal digits
 * @param engine consensus engine that it was founded with; which one runs stands in the log
 * @param complete whether all node directories were formatted
 * @param nodes its nodes, by number
 */
record ClusterFile(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String engine,
        @JsonProperty(required = true) boolean complete,
        @JsonProperty(required = true) List<Node> nodes) {
    /** The format this version writes, and the newest it reads. */
    static final int FORMAT = 1;

    static final String NAME = "cluster.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    ClusterFile {
        nodes = List.copyOf(nodes);
    }

    /**
     * A node.
     *
     * @param id its number
     * @param http where clients reach it
     * @param peer where other nodes reach it
     * @param pid of the process last started for it, absent before the first
     * @param started start time that goes with the pid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            @JsonProperty(required = true) int id,
            @JsonProperty(required = true) Address http,
            @JsonProperty(required = true) Address peer,
            @Nullable Long pid,
            @Nullable String started) {

        /** The process that runs this node now. */
        Optional<ProcessIdentity> running() {
            return pid == null || started == null
                    ? Optional.empty()
                    : Optional.of(new ProcessIdentity(pid, started))
                            .filter(process -> process.alive().isPresent());
        }

        Node ranBy(ProcessIdentity process) {
            return new Node(id, http, peer, process.pid(), process.started());
        }

        Node at(Address newHttp, Address newPeer) {
            return new Node(id, newHttp, newPeer, pid, started);
        }
    }

    /**
     * Reads a directory's file; empty if there is none.
     *
     * @throws RefusedException when it was written by a newer version, or is not what it should be
     */
    static Optional<ClusterFile> read(Path directory) throws IOException, RefusedException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(Files.readString(file));
            int format = tree.path("format").asInt(0);
            if (format > FORMAT) {
                throw RefusedException.refused(
                        "EINVAL",
                        directory + " has format " + format + "; this version of Metroon knows formats up to "
                                + FORMAT);
            }
            return Optional.of(JSON.treeToValue(tree, ClusterFile.class));
        } catch (JsonProcessingException e) {
            throw RefusedException.refused("EINVAL", file + " is not a cluster file: " + e.getOriginalMessage());
        }
    }

    /** A cluster still to be founded. */
    static ClusterFile plan(UpRequest request) {
        int port = request.httpPortOrDefault();
        List<Node> nodes = IntStream.rangeClosed(1, request.nodesOrDefault())
                .mapToObj(id -> new Node(id, UpRequest.http(port, id), UpRequest.peer(port, id), null, null))
                .toList();
        return new ClusterFile(FORMAT, "", request.engineOrDefault(), false, nodes);
    }

    /** Where everybody is. */
    List<NodeConfig.Addresses> addresses() {
        return nodes.stream()
                .map(node -> new NodeConfig.Addresses(node.id(), node.http(), node.peer()))
                .toList();
    }

    /** Writes it, replacing the one before in one step. */
    void write(Path directory) throws IOException {
        Path next = directory.resolve(NAME + ".new");
        Files.writeString(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        Files.move(next, directory.resolve(NAME), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    ClusterFile with(Node changed) {
        List<Node> all = nodes.stream()
                .map(node -> node.id() == changed.id() ? changed : node)
                .toList();
        return new ClusterFile(format, id, engine, complete, all);
    }

    Optional<Node> node(int number) {
        return nodes.stream().filter(node -> node.id() == number).findFirst();
    }

    ClusterFile plus(Node added) {
        List<Node> all = Stream.concat(nodes.stream(), Stream.of(added))
                .sorted(Comparator.comparingInt(Node::id))
                .toList();
        return new ClusterFile(format, id, engine, complete, all);
    }

    ClusterFile without(int number) {
        List<Node> rest = nodes.stream().filter(node -> node.id() != number).toList();
        return new ClusterFile(format, id, engine, complete, rest);
    }

    /** The HTTP port of a first node, from which those of the others follow. */
    int basePort() {
        Node first = nodes.get(0);
        return first.http().port() - (first.id() - 1);
    }

    boolean isRunning() {
        return nodes.stream().anyMatch(node -> node.running().isPresent());
    }

    ClusterFile identified(String drawn) {
        return new ClusterFile(format, drawn, engine, complete, nodes);
    }

    ClusterFile completed() {
        return new ClusterFile(format, id, engine, true, nodes);
    }
}
