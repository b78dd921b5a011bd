package io.metroon.node.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a text file, read from its last 256 KiB however long it is.
 *
 * @param file the file; one that doesn't exist has no lines
 */
public record LogTail(Path file) {
    private static final int BYTES_MAX = 256 << 10;

    /** Its last lines, oldest first. */
    public List<String> last(int linesMax) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines =
                new String(lastBytes(), StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - linesMax), lines.size());
    }

    private byte[] lastBytes() throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
            long length = opened.length();
            byte[] bytes = new byte[(int) Math.min(length, BYTES_MAX)];
            opened.seek(length - bytes.length);
            opened.readFully(bytes);
            return bytes;
        }
    }
}
