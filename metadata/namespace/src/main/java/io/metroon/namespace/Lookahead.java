package io.metroon.namespace;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An iterator over what {@link #advance} finds, until it finds nothing. */
abstract class Lookahead<T> implements Iterator<T> {
    private @Nullable T next;
    private boolean fetched;

    /** The next element, or null at the end. Not called again after the end. */
    protected abstract @Nullable T advance();

    /** The next element without taking it, or null at the end. */
    final @Nullable T peek() {
        if (!fetched) {
            next = advance();
            fetched = true;
        }
        return next;
    }

    @Override
    public final boolean hasNext() {
        return peek() != null;
    }

    @Override
    public final T next() {
        T element = peek();
        if (element == null) {
            throw new NoSuchElementException();
        }
        fetched = false;
        return element;
    }
}
