package io.metroon.gateway.webhdfs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.metroon.namespace.Query;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Questions about where bytes are and how much room there is. Every node serves every byte, so all of them are there. */
final class StorageOperations {
    // An empty token, which is what HDFS sends without security.
    private static final String NO_TOKEN = "AAAAAA";

    private static final int CHECKSUM_EVERY_BYTES = 1 << 9;

    private final ClusterView cluster;

    StorageOperations(ClusterView cluster) {
        this.cluster = cluster;
    }

    static Future<Response> serverDefaults(HdfsRequest request) {
        return Future.succeededFuture(Answers.object("FsServerDefaults", json -> {
            json.writeNumberField("blockSize", FileStatusJson.BLOCK_BYTES);
            json.writeNumberField("bytesPerChecksum", CHECKSUM_EVERY_BYTES);
            json.writeNumberField("writePacketSize", 64 << 10);
            json.writeNumberField("replication", FileStatusJson.REPLICATION);
            json.writeNumberField("fileBufferSize", 4_096);
            json.writeBooleanField("encryptDataTransfer", false);
            json.writeNumberField("trashInterval", 0);
            json.writeNumberField("checksumType", 2);
            json.writeStringField("keyProviderUri", "");
            json.writeNumberField("defaultStoragePolicyId", 0);
        }));
    }

    /** The room on this node's disk, and the bytes of all files. */
    Future<Response> status(HdfsRequest request) {
        return request.call().query(new Query.GetUsage()).compose(answer -> {
            long used = ((Reply.Counted) Answers.found(answer)).usage().bytes();
            return request.call().here(cluster.ownStatus()).map(status -> {
                long remaining = diskFree(status);
                return Answers.object("FsStatus", json -> {
                            json.writeNumberField("capacity", used + remaining);
                            json.writeNumberField("used", used);
                            json.writeNumberField("remaining", remaining);
                        })
                        .at(answer.revision());
            });
        });
    }

    private long diskFree(ClusterStatus status) {
        for (ClusterStatus.Node node : status.nodes()) {
            Long free = node.diskFree();
            if (node.id().equals(cluster.nodeId()) && free != null) {
                return free;
            }
        }
        return 0;
    }

    Future<Response> blockLocations(HdfsRequest request) {
        return blocks(request)
                .map(blocks -> Answers.object("BlockLocations", json -> {
                            json.writeArrayFieldStart("BlockLocation");
                            for (Block block : blocks.list()) {
                                writeLocation(json, block);
                            }
                            json.writeEndArray();
                        })
                        .at(blocks.revision()));
    }

    /** The private form, which clients before Hadoop 3.4 ask for. */
    Future<Response> locatedBlocks(HdfsRequest request) {
        return blocks(request)
                .map(blocks -> Answers.object("LocatedBlocks", json -> {
                            json.writeNumberField("fileLength", blocks.stat().size());
                            json.writeBooleanField("isUnderConstruction", false);
                            json.writeBooleanField("isLastBlockComplete", true);
                            json.writeNullField("lastLocatedBlock");
                            json.writeArrayFieldStart("locatedBlocks");
                            for (Block block : blocks.list()) {
                                writeLocated(json, block, blocks.stat());
                            }
                            json.writeEndArray();
                        })
                        .at(blocks.revision()));
    }

    private record Block(long offset, long length) {}

    private record Blocks(List<Block> list, Stat stat, long revision) {}

    private static Future<Blocks> blocks(HdfsRequest request) {
        long offset = request.number("offset", 0);
        long length = request.number("length", Long.MAX_VALUE);
        if (offset < 0 || length < 0) {
            throw HttpErrors.invalid("offset and length are not negative");
        }
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .map(answer -> {
                    Stat stat = Answers.stat(answer);
                    OpenOperation.requireFile(request, stat, answer.revision());
                    return new Blocks(blocks(stat.size(), offset, length), stat, answer.revision());
                });
    }

    private static List<Block> blocks(long size, long offset, long length) {
        List<Block> blocks = new ArrayList<>();
        if (offset >= size) {
            return blocks;
        }
        long end = Math.min(length, size - offset) + offset;
        long first = offset / FileStatusJson.BLOCK_BYTES * FileStatusJson.BLOCK_BYTES;
        for (long start = first; start < end; start += FileStatusJson.BLOCK_BYTES) {
            blocks.add(new Block(start, Math.min(FileStatusJson.BLOCK_BYTES, size - start)));
        }
        return blocks;
    }

    private List<URI> nodes() {
        return cluster.origins().stream().sorted().map(URI::create).toList();
    }

    private void writeLocation(JsonGenerator json, Block block) throws IOException {
        List<URI> nodes = nodes();
        json.writeStartObject();
        json.writeNumberField("offset", block.offset());
        json.writeNumberField("length", block.length());
        json.writeBooleanField("corrupt", false);
        write(json, "hosts", nodes.stream().map(URI::getHost).toList());
        write(json, "names", nodes.stream().map(StorageOperations::address).toList());
        write(
                json,
                "topologyPaths",
                nodes.stream().map(n -> "/default-rack/" + address(n)).toList());
        write(json, "cachedHosts", List.of());
        write(json, "storageTypes", nodes.stream().map(n -> "DISK").toList());
        json.writeEndObject();
    }

    private static String address(URI node) {
        return node.getHost() + ":" + node.getPort();
    }

    private static void write(JsonGenerator json, String member, List<String> texts) throws IOException {
        json.writeArrayFieldStart(member);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void writeLocated(JsonGenerator json, Block block, Stat stat) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("block");
        json.writeStringField("blockPoolId", "metroon");
        json.writeNumberField("blockId", stat.inode());
        json.writeNumberField("generationStamp", stat.contentVersion());
        json.writeNumberField("numBytes", block.length());
        json.writeEndObject();
        json.writeObjectFieldStart("blockToken");
        json.writeStringField("urlString", NO_TOKEN);
        json.writeEndObject();
        json.writeNumberField("startOffset", block.offset());
        json.writeBooleanField("isCorrupt", false);
        json.writeArrayFieldStart("locations");
        for (URI node : nodes()) {
            writeNode(json, node);
        }
        json.writeEndArray();
        write(json, "cachedLocations", List.of());
        write(json, "storageTypes", nodes().stream().map(n -> "DISK").toList());
        json.writeEndObject();
    }

    private static void writeNode(JsonGenerator json, URI node) throws IOException {
        json.writeStartObject();
        json.writeStringField("ipAddr", node.getHost());
        json.writeStringField("hostName", node.getHost());
        json.writeStringField("name", address(node));
        json.writeStringField("storageID", address(node));
        for (String port : List.of("xferPort", "infoPort", "ipcPort")) {
            json.writeNumberField(port, node.getPort());
        }
        json.writeNumberField("infoSecurePort", 0);
        json.writeStringField("networkLocation", "/default-rack");
        json.writeStringField("adminState", "NORMAL");
        json.writeEndObject();
    }
}
