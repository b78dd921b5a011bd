package io.metroon.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Content that tests write, and the chunks that it is to become. */
final class Contents {
    static final int CHUNK_BYTES = 4 << 20;
    static final int INLINE_BYTES_MAX = 64 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** Octets that are those of a seed, and of no other. */
    static byte[] octets(long seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    static String sha256(byte[] octets, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(octets, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(byte[] octets) {
        return sha256(octets, 0, octets.length);
    }

    /** The hashes of the chunks of content; none when it is kept inline. */
    static Set<String> chunks(byte[] octets) {
        Set<String> hashes = new TreeSet<>();
        for (int at = 0; octets.length > INLINE_BYTES_MAX && at < octets.length; at += CHUNK_BYTES) {
            hashes.add(sha256(octets, at, Math.min(CHUNK_BYTES, octets.length - at)));
        }
        return hashes;
    }

    /** Sends a request; fails when no answer came, or only a part of one. */
    HttpResponse<byte[]> send(String method, String url, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether a read gives an error, or breaks off: in no case does it look like a whole file. */
    boolean isRefused(String url) {
        try {
            return send("GET", url, new byte[0]).statusCode() >= 500;
        } catch (IOException e) {
            return true;
        }
    }

    /** The files of chunks on the disk of a node. */
    static Set<Path> chunkFiles(TestCluster cluster, int node) {
        Path content = cluster.nodeDirectory(node).resolve("content");
        try (Stream<Path> files = Files.walk(content)) {
            return files.filter(file -> file.getFileName().toString().length() > 64)
                    .filter(file -> !file.toString().contains("unfinished"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (UncheckedIOException e) {
            // Deleted while it was looked at: the next look tells.
            return Set.of();
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash in the name of each chunk's file, as often as there are files. */
    static List<String> hashes(TestCluster cluster, int node) {
        return chunkFiles(cluster, node).stream()
                .map(file -> file.getFileName().toString().substring(0, 64))
                .sorted()
                .toList();
    }
}
