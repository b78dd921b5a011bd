package io.metroon.namespace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the tree, decided at one log slot. Each either takes effect as a whole or is refused as a whole; only
 * {@link Batch} decides each of its operations alone.
 */
public sealed interface Command extends Operation {

    /** Calls the handler's method for this kind of command. */
    <R> R dispatch(Handler<R> handler);

    /**
     * One method for each kind of command: a new kind does not compile until it is handled.
     *
     * @param <R> what handling comes to
     */
    interface Handler<R> {
        /** Handles a creation. */
        R handle(Create create);

        /** Handles a write of content. */
        R handle(PutContent putContent);

        /** Handles a change of attributes. */
        R handle(SetAttributes setAttributes);

        /** Handles a removal. */
        R handle(Delete delete);

        /** Handles a move. */
        R handle(Rename rename);

        /** Handles a batch. */
        R handle(Batch batch);

        /** Handles housekeeping. */
        R handle(Reclaim reclaim);

        /** Handles the taking of a lock. */
        R handle(Lock lock);

        /** Handles the prolonging of a lock. */
        R handle(RefreshLock refreshLock);

        /** Handles the release of a lock. */
        R handle(Unlock unlock);

        /** Handles a copy of one entry. */
        R handle(Copy copy);

        /** Handles a command that stands under a guard. */
        R handle(Guarded guarded);

        /** Handles a part of an upload. */
        R handle(StageChunks stageChunks);

        /** Handles the end of an upload. */
        R handle(PutChunks putChunks);

        /** Handles commands that take effect together. */
        R handle(Transaction transaction);
    }

    /** What to do when the name to create is taken. */
    enum IfExists {
        /** Refuse with {@link ErrorCode#EEXIST}. */
        REFUSE,
        /** Answer the existing entry unchanged if its type is the same; else refuse with EEXIST. */
        KEEP
    }

    /** What a rename does with an existing target. */
    enum RenameMode {
        /** Replace it as POSIX rename does: a file by a non-directory, an empty directory by a directory. */
        REPLACE,
        /** Refuse with {@link ErrorCode#EEXIST}. */
        NOREPLACE,
        /** Swap the two; both must exist. */
        EXCHANGE,
        /**
         * Replace whatever is there, a directory with all that is in it too, as MOVE of RFC 4918 does (9.9.3). The reply
         * says {@code created} when nothing was there.
         */
        DISPLACE
    }

    /**
     * Creates an empty file, an empty directory or a symlink.
     *
     * @param path the new name; symlinks among its parents are followed, the last name is not
     * @param type what to create
     * @param target the link's text, 1 to 4,095 octets, for symlinks only
     * @param parents whether missing parent directories are created too (mode 0755)
     * @param attributes initial attributes
     * @param ifExists what to do when the name is taken
     * @param condition precondition on the entry now under that name
     */
    record Create(
            FilePath path,
            EntryType type,
            byte @Nullable [] target,
            boolean parents,
            Attributes attributes,
            IfExists ifExists,
            Condition condition)
            implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Writes a file's whole content: creates the file, or replaces content and keeps the inode and its attributes.
     *
     * @param path the file; symlinks are followed
     * @param content up to {@link Limits#contentBytesMax()} octets
     * @param attributes set in the same step; a size here is refused with EINVAL
     * @param condition precondition, usually on content tags
     */
    record PutContent(FilePath path, byte[] content, Attributes attributes, Condition condition) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Changes attributes.
     *
     * @param path the entry
     * @param follow whether a symlink as last component is followed
     * @param mustBeDirectory whether anything but a directory is refused with ENOTDIR
     * @param attributes what to change
     * @param condition precondition
     */
    record SetAttributes(
            FilePath path, boolean follow, boolean mustBeDirectory, Attributes attributes, Condition condition)
            implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Removes an entry; the last component is not followed. A recursive delete detaches the subtree at once and its
     * entries are reclaimed by later {@link Reclaim} commands.
     *
     * @param path the entry; the root is refused with EBUSY
     * @param recursive whether a directory that has entries may be removed
     * @param mustBeDirectory whether anything but a directory is refused with ENOTDIR
     * @param condition precondition
     */
    record Delete(FilePath path, boolean recursive, boolean mustBeDirectory, Condition condition) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Moves an entry, in constant time for directories. A directory never moves into itself (EINVAL). Last components
     * are not followed.
     *
     * @param from the entry
     * @param to the new name
     * @param mode what to do with an existing target
     * @param fromVersion when present, the version {@code from} must have
     * @param toVersion when present, the version {@code to} must have
     */
    record Rename(
            FilePath from,
            FilePath to,
            RenameMode mode,
            @Nullable Long fromVersion,
            @Nullable Long toVersion) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Up to 1,000 operations decided in order, each alone, at one revision. Batches do not nest.
     *
     * @param items operations with their own keys
     */
    record Batch(List<Keyed> items) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * One operation of a batch.
     *
     * @param operation a command or a query
     * @param key idempotency key of this operation, absent for none
     */
    record Keyed(Operation operation, @Nullable IdempotencyKey key) {}

    /**
     * Holds chunks of an upload that is still going on, so that no store deletes them. What is not completed by the deadline
     * of its newest chunk is given up.
     *
     * @param upload what the command before answered; absent to begin
     * @param chunks the next of the content, in order, 1 to 256, which the store has kept already
     */
    record StageChunks(@Nullable UploadId upload, List<Chunk> chunks) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Gives a file the content that an upload made: creates the file, or replaces its content and keeps the inode and its
     * attributes. Refused with ESTALE when the upload took too long.
     *
     * @param path the file; symlinks are followed
     * @param upload what the last {@link StageChunks} answered; absent when there was none
     * @param chunks the last of the content, in order, up to 256, at least one if nothing was staged
     * @param attributes set in the same step; a size here is refused with EINVAL
     * @param condition precondition, usually on content tags
     */
    record PutChunks(
            FilePath path, @Nullable UploadId upload, List<Chunk> chunks, Attributes attributes, Condition condition)
            implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Housekeeping, proposed by the leader: frees detached subtrees, lets expired keys go, gives up uploads that took too
     * long, and lets go of the chunks of contents that no file has any more.
     *
     * @param entriesMax about this many rows are freed, 1 to 10,000
     * @param lingerMillis how long, in log time, a content that no file has keeps its chunks: whoever reads it has that long
     */
    record Reclaim(int entriesMax, long lingerMillis) implements Command {
        /** How long replaced or deleted content stays readable, unless a cluster says otherwise: as long as a cursor. */
        public static final long LINGER_MILLIS = 600_000;

        /** Housekeeping that lets content linger as long as usual. */
        public Reclaim(int entriesMax) {
            this(entriesMax, LINGER_MILLIS);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Takes a write lock (RFC 4918, 6 and 7). A name that leads to nothing gets an empty file. The lock hangs on the
     * entry and ends with it, when it is moved, or by the log's clock. ELOCKED when another lock is in the way.
     *
     * @param path the entry; symlinks are followed
     * @param token the lock's name, 1 to 255 visible ASCII characters; by the caller, since chance is not for replicas
     * @param exclusive whether no other lock may be beside it
     * @param infinite whether everything below a directory is locked too
     * @param owner what the caller wants to be known by, up to {@link LockState#OWNER_BYTES_MAX} octets of XML or text
     * @param timeoutMillis life in log time, 1 s to {@link LockState#TIMEOUT_MILLIS_MAX}
     */
    record Lock(FilePath path, String token, boolean exclusive, boolean infinite, byte[] owner, long timeoutMillis)
            implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Gives a lock its life again, from now on. ECONDITION when no such lock covers the path.
     *
     * @param path the locked entry, or one that the lock covers
     * @param token the lock's name
     * @param timeoutMillis new life in log time, 1 s to {@link LockState#TIMEOUT_MILLIS_MAX}
     */
    record RefreshLock(FilePath path, String token, long timeoutMillis) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Releases a lock. ENODATA when no such lock covers the path.
     *
     * @param path the locked entry, or one that the lock covers
     * @param token the lock's name
     */
    record Unlock(FilePath path, String token) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Copies one entry with its attributes; of a directory only itself. A file is written over a file, which keeps its
     * inode, owner and locks; on any other existing name: EEXIST. A layout is not copied, since two inodes must not own
     * the same blocks, so bytes that are kept elsewhere are ENODATA.
     *
     * @param from the entry
     * @param follow whether a symlink as last component of {@code from} is followed, or copied itself
     * @param to the new name; not followed
     * @param overwrite whether a file may be written over a file
     */
    record Copy(FilePath from, boolean follow, FilePath to, boolean overwrite) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Commands decided in order, each seeing what those before it did, that take effect together: when one is refused, none
     * has happened, and the reply is that refusal. Else it is {@link Reply.Results}.
     *
     * @param commands 1 to {@link Limits#batchItemsMax()}, of the kinds that change the tree and stand alone: no batch, no
     *     other transaction, no lock, no housekeeping, no part of an upload
     */
    record Transaction(List<Command> commands) implements Command {
        /** Copies the list. */
        public Transaction {
            commands = List.copyOf(commands);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }

    /**
     * Decides a command only while a guard holds, and with the locks that it names.
     *
     * @param guard locks and conditions; ECONDITION when they don't hold
     * @param command any but housekeeping and another guarded one
     */
    record Guarded(Guard guard, Command command) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }
}
