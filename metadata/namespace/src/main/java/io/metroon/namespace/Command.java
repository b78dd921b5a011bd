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
        EXCHANGE
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
     * Housekeeping, proposed by the leader: frees detached subtrees and lets expired keys go.
     *
     * @param entriesMax at most this many rows are freed, 1 to 10,000
     */
    record Reclaim(int entriesMax) implements Command {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handle(this);
        }
    }
}
