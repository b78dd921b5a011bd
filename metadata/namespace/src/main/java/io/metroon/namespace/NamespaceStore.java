package io.metroon.namespace;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Ordered tables of octets: where a {@link Namespace} keeps its rows. One thread writes; any thread reads meanwhile.
 * Every single operation is atomic, nothing larger is; consistency of several is the namespace's business.
 *
 * <p>A store promises no durability of its own before {@link #seal}: the log and the snapshots are the durable truth and
 * the store is their table. Neither arguments nor results are copied: nobody changes an array once it was passed.
 *
 * <p>Any method may throw an unchecked exception when the medium fails; the node then stops and rebuilds.
 */
public interface NamespaceStore extends AutoCloseable {

    /** The value under a key, or null. */
    byte @Nullable [] get(Table table, byte[] key);

    /** Sets a value; answers the one before, or null. */
    byte @Nullable [] put(Table table, byte[] key, byte[] value);

    /** Removes a row; answers its value, or null if there was none. */
    byte @Nullable [] remove(Table table, byte[] key);

    /**
     * The rows from a key on, in unsigned order of keys. Weakly consistent: a row that stays throughout is met exactly
     * once, one that comes or goes meanwhile may be met or not. The iterator does not remove.
     *
     * @param from least key, inclusive; empty for the first row
     */
    Iterator<Row> scan(Table table, byte[] from);

    /**
     * Fills an empty table, several times as fast as by {@link #put}.
     *
     * @param rows in strictly ascending unsigned order of keys; what it throws passes through, and leaves the table in a
     *     state fit only for {@link #clear}
     * @throws IllegalStateException when the table is not empty
     */
    void load(Table table, Iterator<Row> rows);

    /** Removes every row of a table. */
    void clear(Table table);

    /**
     * Waits until there is room for what a command usually needs. Called before each command, while readers are free to go on.
     */
    default void awaitRoom() {}

    /** Removes every row of every table. */
    void clear();

    /**
     * Makes everything durable, notes that the store is whole at this point of history, and closes it.
     *
     * @param at the revision and digest of what it holds
     */
    void seal(StateDigest at);

    /** Closes without sealing: what the store held is not to be trusted afterwards. Does nothing when already closed. */
    @Override
    void close();
}
