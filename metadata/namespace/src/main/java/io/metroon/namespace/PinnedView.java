package io.metroon.namespace;

import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The rows as of a pinned revision: the current row if it is not newer than that, else the old version in history. Any
 * thread, inside {@link StateLock#read}.
 */
final class PinnedView implements View {
    private final NamespaceStore store;
    private final History history;
    private final long revision;
    private final long generation;

    PinnedView(NamespaceStore store, History history, long revision) {
        this.store = store;
        this.history = history;
        this.revision = revision;
        this.generation = history.generation();
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        requireHistory();
        byte[] current = store.get(table, key);
        return current != null && visible(current) ? current : history.get(table, key, revision);
    }

    @Override
    public Iterator<Row> scan(Table table, byte[] from) {
        requireHistory();
        Lookahead<Row> current = visible(store.scan(table, from));
        Lookahead<Row> old = all(history.scan(table, from, revision));
        return new Lookahead<>() {
            @Override
            protected @Nullable Row advance() {
                return lesser(current, old);
            }
        };
    }

    private void requireHistory() {
        if (history.generation() != generation) {
            throw new RefusedException(ErrorCode.ESTALE, "the state was replaced since revision " + revision);
        }
    }

    /** Takes the row with the lesser key; of one key at most one version is visible, in the table or in history. */
    private static @Nullable Row lesser(Lookahead<Row> left, Lookahead<Row> right) {
        Row a = left.peek();
        Row b = right.peek();
        if (a == null || b == null) {
            return a != null ? left.next() : b != null ? right.next() : null;
        }
        return Arrays.compareUnsigned(a.key(), b.key()) < 0 ? left.next() : right.next();
    }

    private Lookahead<Row> visible(Iterator<Row> rows) {
        return new Lookahead<>() {
            @Override
            protected @Nullable Row advance() {
                while (rows.hasNext()) {
                    Row row = rows.next();
                    if (visible(row.value())) {
                        return row;
                    }
                }
                return null;
            }
        };
    }

    private static Lookahead<Row> all(Iterator<Row> rows) {
        return new Lookahead<>() {
            @Override
            protected @Nullable Row advance() {
                return rows.hasNext() ? rows.next() : null;
            }
        };
    }

    private boolean visible(byte[] value) {
        return RowFormat.revision(value) <= revision;
    }
}
