package io.metroon.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the octets of a write come from. It is opened once for each attempt, so that a write that was broken off can be
 * repeated at another node.
 */
@FunctionalInterface
public interface ContentSource {

    /**
     * The octets from the first on; closed by the client. Read on the client's executor, which it may block.
     *
     * @throws IOException when there are none; the write then fails with it as {@link java.io.UncheckedIOException}
     */
    InputStream open() throws IOException;

    /** A file of this machine. */
    static ContentSource of(Path file) {
        return () -> Files.newInputStream(file);
    }

    /** A stream that there is only once: a write that was broken off after it began is not repeated. */
    static ContentSource once(InputStream octets) {
        AtomicBoolean opened = new AtomicBoolean();
        return () -> {
            if (opened.getAndSet(true)) {
                throw new IOException("the octets were read already and can't be sent again");
            }
            return octets;
        };
    }
}
