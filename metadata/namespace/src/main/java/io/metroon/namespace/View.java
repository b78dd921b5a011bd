package io.metroon.namespace;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The rows of the replicated tables as of one revision. */
interface View {
    byte @Nullable [] get(Table table, byte[] key);

    /** The rows from a key on, inclusive, in unsigned order of keys. */
    Iterator<Row> scan(Table table, byte[] from);
}
