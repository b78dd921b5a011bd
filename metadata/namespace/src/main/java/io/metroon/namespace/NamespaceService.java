package io.metroon.namespace;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that answers requests: the one port that façades call. They neither know nor care whether one process
 * stands behind it or a replicated cluster. Thread-safe; never blocks the caller; stages complete on a thread of the
 * implementation, so callers hop to their own.
 *
 * <p>A stage completes exceptionally only with {@link ServiceException}; refusals are ordinary replies.
 */
public interface NamespaceService {

    /**
     * Decides a command.
     *
     * @param command what to change
     * @param key idempotency key, absent for none
     * @param patience how long to wait before the outcome is called unknown
     */
    CompletionStage<Answer> execute(Command command, @Nullable IdempotencyKey key, Duration patience);

    /**
     * Answers a query from a view as fresh as {@code mode} asks.
     *
     * @param patience how long to wait before it is called unavailable
     */
    CompletionStage<Answer> query(Query query, ReadMode mode, Duration patience);

    /** The newest revision this node has applied, for replies that read nothing. */
    long revision();

    /** The number of the configuration in force, 1 or more. */
    long epoch();

    /** The bounds in force, for early refusals and messages. */
    Limits limits();

    /**
     * A reply and where in history it stands.
     *
     * @param revision the log position it took effect at, or was read at
     * @param reply what it came to
     * @param replayed whether it is the first answer to that idempotency key, given again
     */
    record Answer(long revision, Reply reply, boolean replayed) {}
}
