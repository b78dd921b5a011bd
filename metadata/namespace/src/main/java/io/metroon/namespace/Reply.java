package io.metroon.namespace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operation came to. A {@link Refusal} is one of them. */
public sealed interface Reply
        permits Refusal,
                Reply.Stated,
                Reply.Done,
                Reply.Listed,
                Reply.Content,
                Reply.Locked,
                Reply.Locks,
                Reply.Counted,
                Reply.Chunked,
                Reply.Extent,
                Reply.Staged,
                Reply.Results {

    /**
     * The entry as it is after the operation.
     *
     * @param stat its attributes
     * @param created whether this operation made it
     */
    record Stated(Stat stat, boolean created) implements Reply {}

    /** Done, with nothing to show: a delete, or housekeeping. */
    record Done() implements Reply {}

    /**
     * A page of a listing. It may have fewer entries than asked for, even none, and still not be the last: only the
     * absent cursor says so.
     *
     * @param path as asked
     * @param revision the revision that all pages of this listing show
     * @param entries in byte order of names
     * @param cursor for the next page; absent on the last
     */
    record Listed(
            FilePath path,
            long revision,
            List<Entry> entries,
            @Nullable String cursor) implements Reply {}

    /**
     * One name in a directory. The stat's path is that of the entry, or of the directory where the entry's own would pass
     * the bounds of a {@link FilePath}.
     *
     * @param name its name
     * @param stat its attributes
     */
    record Entry(Name name, Stat stat) {}

    /**
     * A file's bytes.
     *
     * @param stat its attributes
     * @param bytes all of its content; the array is not shared with the store
     */
    record Content(Stat stat, byte[] bytes) implements Reply {}

    /**
     * A file whose bytes a content store keeps.
     *
     * @param stat its attributes
     * @param number of its content, to ask {@link Query.GetExtent} with; another content has another number
     */
    record Chunked(Stat stat, long number) implements Reply {}

    /**
     * A part of a content.
     *
     * @param start offset of the first chunk
     * @param chunks end to end, 1 to 256
     */
    record Extent(long start, List<Chunk> chunks) implements Reply {}

    /**
     * Chunks are held.
     *
     * @param upload what to continue or complete the upload with
     */
    record Staged(UploadId upload) implements Reply {}

    /**
     * The replies of a batch, in order.
     *
     * @param items one for each operation
     */
    record Results(List<Result> items) implements Reply {}

    /**
     * One reply of a batch.
     *
     * @param reply what it came to
     * @param replayed whether it is the first answer to that idempotency key, given again
     */
    record Result(Reply reply, boolean replayed) {}

    /**
     * A lock was taken or prolonged.
     *
     * @param stat the locked entry
     * @param lock the lock as it is now
     * @param created whether the entry was made for it
     */
    record Locked(Stat stat, LockState lock, boolean created) implements Reply {}

    /**
     * The locks about an entry.
     *
     * @param covering those that a change of the entry needs: on itself, and on directories above with all below them
     * @param below those on entries below it
     */
    record Locks(List<LockState> covering, List<LockState> below) implements Reply {}

    /**
     * Counts.
     *
     * @param usage of the whole namespace
     */
    record Counted(Usage usage) implements Reply {}
}
