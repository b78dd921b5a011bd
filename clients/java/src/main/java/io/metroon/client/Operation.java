package io.metroon.client;

/** One thing to ask of the namespace, alone or in a batch. Immutable; see {@link MetroonClient#execute}. */
public sealed interface Operation {

    /** The entry it is about; of a rename, the old name. */
    MetroonPath path();

    /** Whether it may change something. */
    default boolean changes() {
        return true;
    }

    /** Calls the method of its kind. */
    <R> R dispatch(Handler<R> handler);

    /**
     * A method for each kind of operation, so that a new kind does not compile until it is handled.
     *
     * @param <R> what the methods give
     */
    interface Handler<R> {
        /** Handles a creation. */
        R create(Create create);

        /** Handles a write of a file's content. */
        R putContent(PutContent put);

        /** Handles a change of attributes. */
        R setAttributes(SetAttributes set);

        /** Handles a removal. */
        R delete(Delete delete);

        /** Handles a rename. */
        R rename(Rename rename);

        /** Handles a query for attributes. */
        R getStat(GetStat get);
    }

    /**
     * Creates an empty file, an empty directory or a symlink.
     *
     * @param path the new name
     * @param type what to create
     * @param target the text of a symlink, 1 to 4,095 octets; empty for the other types
     * @param parents whether missing parent directories are created too
     * @param existsOk whether an existing entry of the same type is the answer, unchanged, instead of EEXIST
     * @param attributes to set at once
     * @param precondition on the entry now under that name
     */
    record Create(
            MetroonPath path,
            EntryType type,
            Octets target,
            boolean parents,
            boolean existsOk,
            Attributes attributes,
            Precondition precondition)
            implements Operation {
        private static final Octets NO_TARGET = Octets.of("");

        /** A new empty file. */
        public static Create file(MetroonPath path) {
            return new Create(path, EntryType.FILE, NO_TARGET, false, false, Attributes.NONE, Precondition.NONE);
        }

        /** A new empty directory. */
        public static Create directory(MetroonPath path) {
            return new Create(path, EntryType.DIRECTORY, NO_TARGET, false, false, Attributes.NONE, Precondition.NONE);
        }

        /** A new symlink that says {@code target}. */
        public static Create symlink(MetroonPath path, Octets target) {
            return new Create(path, EntryType.SYMLINK, target, false, false, Attributes.NONE, Precondition.NONE);
        }

        /** The same, and missing parent directories too. */
        public Create withParents() {
            return new Create(path, type, target, true, existsOk, attributes, precondition);
        }

        /** The same, content with an existing entry of the same type. */
        public Create orExisting() {
            return new Create(path, type, target, parents, true, attributes, precondition);
        }

        /** The same with attributes. */
        public Create with(Attributes initial) {
            return new Create(path, type, target, parents, existsOk, initial, precondition);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.create(this);
        }
    }

    /**
     * Creates a file with content, or atomically replaces a file's content.
     *
     * @param path the file; symlinks are followed
     * @param content all of it, at most 64 KiB by default
     * @param attributes to set in the same step; no size
     * @param precondition on the file now under that name
     */
    record PutContent(MetroonPath path, Octets content, Attributes attributes, Precondition precondition)
            implements Operation {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.putContent(this);
        }
    }

    /**
     * Changes attributes.
     *
     * @param path the entry
     * @param follow whether a symlink as last name is followed
     * @param attributes what to change
     * @param precondition on the entry
     */
    record SetAttributes(MetroonPath path, boolean follow, Attributes attributes, Precondition precondition)
            implements Operation {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.setAttributes(this);
        }
    }

    /**
     * Removes an entry; a symlink itself, not what it leads to.
     *
     * @param path the entry
     * @param recursive whether a directory that has entries goes with all of them, in one step
     * @param precondition on the entry
     */
    record Delete(MetroonPath path, boolean recursive, Precondition precondition) implements Operation {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.delete(this);
        }
    }

    /**
     * Moves an entry in one step, a directory with all below it.
     *
     * @param path the old name
     * @param to the new name
     * @param mode what to do with an existing target
     * @param fromVersion version the entry must have; -1 for any
     * @param toVersion version the target must have; -1 for any
     */
    record Rename(MetroonPath path, MetroonPath to, RenameMode mode, long fromVersion, long toVersion)
            implements Operation {
        /** A rename whatever the versions. */
        public Rename(MetroonPath path, MetroonPath to, RenameMode mode) {
            this(path, to, mode, -1, -1);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.rename(this);
        }
    }

    /**
     * Asks for attributes.
     *
     * @param path the entry
     * @param follow whether a symlink as last name is followed
     */
    record GetStat(MetroonPath path, boolean follow) implements Operation {
        @Override
        public boolean changes() {
            return false;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.getStat(this);
        }
    }
}
