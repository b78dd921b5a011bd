package io.metroon.namespace;

import org.jspecify.annotations.Nullable;

/** A question about the tree, answered from one consistent view. */
public sealed interface Query extends Operation {

    /** Calls the handler's method for this kind of query. */
    <R> R dispatch(Handler<R> handler);

    /**
     * One method for each kind of query: a new kind does not compile until it is handled.
     *
     * @param <R> what handling comes to
     */
    interface Handler<R> {
        /** Handles a question for attributes. */
        R handle(GetStat getStat);

        /** Handles a question for a page. */
        R handle(GetPage getPage);

        /** Handles a question for bytes. */
        R handle(GetContent getContent);

        /** Handles a question for locks. */
        R handle(GetLocks getLocks);

        /** Handles a question for counts. */
        R handle(GetUsage getUsage);

        /** Handles a question for chunks. */
        R handle(GetExtent getExtent);
    }

    /**
     * The attributes of one entry.
     *
     * @param path the entry
     * @param follow whether a symlink as last component is followed
     * @param mustBeDirectory whether anything but a directory is refused with ENOTDIR
     */
    record GetStat(FilePath path, boolean follow, boolean mustBeDirectory) implements Query {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * One page of a directory in byte order of names. Every page of a listing shows the revision of the first.
     *
     * @param path the directory; symlinks are followed
     * @param limit 1 to 10,000 entries
     * @param cursor from the page before; absent for the first
     * @param glob only names that match, as in a shell: {@code * ? [a-z] [!a-z] \x}; absent for all
     * @param after only names behind this one, whether or not there is such an entry, for protocols whose clients page by
     *     names; not looked at with a cursor; absent for all
     */
    record GetPage(
            FilePath path,
            int limit,
            @Nullable String cursor,
            @Nullable String glob,
            @Nullable Name after) implements Query {
        /** A page of all names, or of those behind a cursor. */
        public GetPage(FilePath path, int limit, @Nullable String cursor, @Nullable String glob) {
            this(path, limit, cursor, glob, null);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * A file's attributes and bytes, or where its chunks are listed; symlinks are followed. ENODATA when the bytes are kept
     * elsewhere or are absent.
     *
     * @param path the file
     */
    record GetContent(FilePath path) implements Query {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * The locks that cover an entry, and those below it. Not in batches.
     *
     * @param path the entry; symlinks are followed
     */
    record GetLocks(FilePath path) implements Query {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /** What the namespace holds, all of it. Not in batches. */
    record GetUsage() implements Query {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Some of the chunks that a content consists of, ESTALE when it is gone: it outlives its file by the linger of
     * {@link Command.Reclaim}. Not for batches.
     *
     * @param number of the content, from {@link Reply.Chunked}
     * @param offset of an octet that the first or a later chunk of the answer has
     */
    record GetExtent(long number, long offset) implements Query {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }
}
