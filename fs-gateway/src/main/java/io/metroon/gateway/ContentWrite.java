package io.metroon.gateway;

import io.metroon.namespace.Attributes;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a write of a file's whole content asks for besides the octets. Immutable.
 *
 * @param path the file; symlinks are followed
 * @param attributes set in the same step
 * @param condition precondition, decided in the step that makes the content visible
 * @param guard locks and conditions under which that step is decided: {@link Guard#around} it
 * @param patience how long to wait for that step before its outcome is called unknown
 * @param key gives the idempotency key once the octets are known; absent for none
 * @param begins what the content begins with, before the octets: parts of contents that are there
 * @param ends what the content ends with, behind the octets
 * @param together commands that take effect with this write or not at all
 * @param beforeVisible run when all octets were taken and before anything shows: what it throws refuses the write, so a
 *     façade checks here what a client said of its octets, as a checksum
 */
public record ContentWrite(
        FilePath path,
        Attributes attributes,
        Condition condition,
        Guard guard,
        Duration patience,
        @Nullable Keyed key,
        List<Part> begins,
        List<Part> ends,
        List<Command> together,
        Runnable beforeVisible) {

    /** Copies the lists. */
    public ContentWrite {
        begins = List.copyOf(begins);
        ends = List.copyOf(ends);
        together = List.copyOf(together);
    }

    /**
     * A part of a content that is there. Its whole chunks are taken up as they are, so that this costs as little for a large
     * file as for a small one; so the write needs a condition that refuses it when the file has changed.
     *
     * @param content looks it up, when its turn comes
     * @param from offset of the first octet
     * @param to offset behind the last, at most the size
     */
    public record Part(Supplier<Future<ContentRead>> content, long from, long to) {
        /** The beginning of a content that was looked up. */
        public static Part beginning(ContentRead content, long length) {
            return new Part(() -> Future.succeededFuture(content), 0, length);
        }
    }

    /** Makes the idempotency key of a write. */
    @FunctionalInterface
    public interface Keyed {
        /**
         * The key.
         *
         * @param fingerprint stands for the octets: the same for the same octets
         */
        IdempotencyKey of(byte[] fingerprint);
    }

    /** A write without attributes, key and check. */
    public static ContentWrite to(FilePath path, Condition condition, Duration patience) {
        return new ContentWrite(
                path,
                Attributes.NONE,
                condition,
                Guard.NONE,
                patience,
                null,
                List.of(),
                List.of(),
                List.of(),
                () -> {});
    }

    /** The same write, which also sets attributes. */
    public ContentWrite with(Attributes set) {
        return new ContentWrite(path, set, condition, guard, patience, key, begins, ends, together, beforeVisible);
    }

    /** The same write, to take effect once. */
    public ContentWrite keyed(@Nullable Keyed once) {
        return new ContentWrite(
                path, attributes, condition, guard, patience, once, begins, ends, together, beforeVisible);
    }

    /** The same write, checked before it shows. */
    public ContentWrite checkedBy(Runnable check) {
        return new ContentWrite(path, attributes, condition, guard, patience, key, begins, ends, together, check);
    }

    /** The same write with more locks, and under a condition besides its own. */
    public ContentWrite under(Guard more) {
        Guard both = more.with(guard.tokens());
        return new ContentWrite(
                path, attributes, condition, both, patience, key, begins, ends, together, beforeVisible);
    }

    /** The same write, whose content begins with these parts, in order. */
    public ContentWrite beginningWith(List<Part> parts) {
        return new ContentWrite(
                path, attributes, condition, guard, patience, key, parts, ends, together, beforeVisible);
    }

    /** The same write, whose content ends with these parts, in order. */
    public ContentWrite endingWith(List<Part> parts) {
        return new ContentWrite(
                path, attributes, condition, guard, patience, key, begins, parts, together, beforeVisible);
    }

    /** The same write under another condition of its own. */
    public ContentWrite on(Condition other) {
        return new ContentWrite(path, attributes, other, guard, patience, key, begins, ends, together, beforeVisible);
    }

    /** The same write, in one step with these commands. */
    public ContentWrite togetherWith(List<Command> commands) {
        return new ContentWrite(
                path, attributes, condition, guard, patience, key, begins, ends, commands, beforeVisible);
    }

    /** The step that makes the content visible: a command that writes it, with all that goes with it. */
    Command step(Command writing) {
        if (together.isEmpty()) {
            return guard.around(writing);
        }
        List<Command> all = new ArrayList<>(together.size() + 1);
        all.add(writing);
        all.addAll(together);
        return guard.around(new Command.Transaction(all));
    }

    /** The answer to that step, as one to the writing alone. */
    Answer ofWriting(Answer answer) {
        return answer.reply() instanceof Reply.Results results
                ? new Answer(answer.revision(), results.items().get(0).reply(), answer.replayed())
                : answer;
    }
}
