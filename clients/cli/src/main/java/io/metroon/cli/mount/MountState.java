package io.metroon.cli.mount;

import io.metroon.client.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Settings, cache and log of one mount: a directory below {@code ~/.metroon/mounts}, gone when it is unmounted. */
final class MountState {
    private MountState() {}

    /** Where the state of what is mounted at a directory is kept, whether it exists or not. */
    static Path of(Path home, Path mounted) {
        byte[] hash = sha256(mounted.toString());
        String name = Octets.of(String.valueOf(mounted.getFileName())).encoded();
        return home.resolve(".metroon")
                .resolve("mounts")
                .resolve(name + "-" + HexFormat.of().formatHex(hash, 0, 6));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Deletes it.
     *
     * @throws IOException when a part of it stays
     */
    static void delete(Path state) throws IOException {
        if (!Files.exists(state)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(state)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
