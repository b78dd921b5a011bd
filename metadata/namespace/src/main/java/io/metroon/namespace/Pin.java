package io.metroon.namespace;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds one revision's view: whatever is applied later, reads at this pin see the tree as it was. Costs a kept old version
 * for each row that changes meanwhile, so close it soon. Thread-safe.
 */
public final class Pin implements AutoCloseable {
    private final Pins pins;
    private final Head head;
    private final View view;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Pins a revision that is now whole; the caller keeps commands off meanwhile, or holds another pin of it. */
    Pin(Pins pins, Head head, View view) {
        this.pins = pins;
        this.head = head;
        this.view = view;
        pins.add(head.revision());
    }

    /** The revision seen. */
    public long revision() {
        return head.revision();
    }

    /** The digest of the state at that revision. */
    public StateDigest digest() {
        return head.digest();
    }

    Head head() {
        return head;
    }

    View view() {
        return view;
    }

    /** One more pin of the same revision, to be closed by itself. */
    Pin again() {
        return new Pin(pins, head, view);
    }

    /** Lets the old versions go, in bounded steps with the entries that follow. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pins.release(head.revision());
        }
    }
}
