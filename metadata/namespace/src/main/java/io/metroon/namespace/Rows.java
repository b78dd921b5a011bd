package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows, and the only way to change them. With each change go the digest, the history that pinned revisions
 * need, and what it takes to undo it. Invariants:
 *
 * <ul>
 *   <li>the digest is the sum over exactly the rows that the replicated tables hold;
 *   <li>every value begins with the revision that wrote it;
 *   <li>after {@link #rollback} rows, history, digest and counters are those of the last {@link #savepoint}.
 * </ul>
 *
 * Apply thread only: other threads read the store itself.
 */
final class Rows implements View {
    private final NamespaceStore store;
    private final RowCache cache = new RowCache();
    private final History history;
    private final RowDigest digest = new RowDigest();
    private final List<Undo> undo = new ArrayList<>();
    private Counters counters = Counters.INITIAL;
    private Counters savedCounters = counters;
    private Digest savedDigest = Digest.ZERO;
    private long revision;

    Rows(NamespaceStore store, History history) {
        this.store = store;
        this.history = history;
    }

    private record Undo(Table table, byte[] key, byte @Nullable [] before, boolean kept) {}

    /** Takes over digest and counters of rows that are already in the store. */
    void reset(Head head) {
        cache.clear();
        digest.reset(head.rows());
        counters = head.counters();
        revision = head.revision();
        savepoint();
    }

    /** Starts an entry: what is written from here on carries its revision. */
    void begin(long entryRevision) {
        revision = entryRevision;
        savepoint();
    }

    long revision() {
        return revision;
    }

    Digest digest() {
        return digest.total();
    }

    Counters counters() {
        return counters;
    }

    void count(Counters changed) {
        counters = changed;
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        byte[] cached = cache.get(table, key);
        if (cached != null) {
            return cached;
        }
        byte[] value = store.get(table, key);
        if (value != null) {
            cache.put(table, key, value);
        }
        return value;
    }

    @Override
    public Iterator<Row> scan(Table table, byte[] from) {
        return store.scan(table, from);
    }

    /** Sets a row; the value begins with {@link #revision()}. */
    void put(Table table, byte[] key, byte[] value) {
        byte[] before = store.put(table, key, value);
        cache.put(table, key, value);
        forget(table, key, before);
        digest.add(table, key, value);
    }

    /** Removes a row, if it is there. */
    void remove(Table table, byte[] key) {
        cache.remove(table, key);
        forget(table, key, store.remove(table, key));
    }

    private void forget(Table table, byte[] key, byte @Nullable [] before) {
        boolean kept = false;
        if (before != null) {
            digest.remove(table, key, before);
            kept = history.keep(table, key, before, revision);
        }
        undo.add(new Undo(table, key, before, kept));
    }

    /** From here on changes can be rolled back. */
    void savepoint() {
        undo.clear();
        savedCounters = counters;
        savedDigest = digest.total();
    }

    /** Takes back every change since the savepoint. */
    void rollback() {
        for (int i = undo.size() - 1; i >= 0; i--) {
            takeBack(undo.get(i));
        }
        undo.clear();
        counters = savedCounters;
        digest.reset(savedDigest);
    }

    private void takeBack(Undo change) {
        cache.remove(change.table(), change.key());
        if (change.before() == null) {
            store.remove(change.table(), change.key());
        } else {
            store.put(change.table(), change.key(), change.before());
        }
        if (change.kept()) {
            history.drop(change.table(), change.key(), revision);
        }
    }
}
