package io.metroon.gateway;

import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.ReadMode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/**
 * Through which every façade writes and reads the bytes of files, whatever their size and wherever they are kept: nothing
 * here holds a whole file on the heap. Façades reach it through {@link Call}. Thread-safe; called on an event loop, where
 * its futures complete.
 *
 * <p>Failures are those of {@link Action}: problems, refusals that were thrown, and
 * {@link io.metroon.namespace.ServiceException}.
 */
public interface ContentService {

    /**
     * Replaces the whole content of a file, which is created if it is missing. Nothing of it shows before all octets were
     * taken and kept: a stream that fails, or ends too early, leaves the old file or none.
     *
     * <p>The stream is taken at once, before this returns, paused while its octets can't be kept as fast as they come, and
     * not taken further when the write is refused.
     *
     * @param octets of the content, to its end
     * @return the service's answer, a refusal being one
     */
    Future<Answer> write(ContentWrite write, ReadStream<Buffer> octets);

    /**
     * Looks a file up in order to read its content; symlinks are followed. Fails with the refusal of
     * {@link io.metroon.namespace.Query.GetContent}.
     *
     * @param patience how long to wait for the service
     */
    Future<ContentRead> read(FilePath path, ReadMode mode, Duration patience);

    /** The longest content that is taken, octets. */
    long bytesMax();
}
