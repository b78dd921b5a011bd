package io.metroon.node.backup;

import io.metroon.namespace.Chunk;
import io.metroon.replica.snapshot.DamagedBackupException;
import java.io.IOException;
import java.util.Iterator;

/**
 * Compares the chunks that a backup carries with those that its state holds, both in order of their names: one that the
 * state holds and the backup lacks would be a file that can't be read.
 */
public final class ContentMatch implements ContentReader.Sink {
    private final Iterator<Chunk> held;
    private final ContentReader.Sink next;

    /**
     * A comparison.
     *
     * @param held what the state holds
     * @param next takes what was compared
     */
    public ContentMatch(Iterator<Chunk> held, ContentReader.Sink next) {
        this.held = held;
        this.next = next;
    }

    @Override
    public void accept(Chunk chunk, byte[] octets) throws IOException {
        Chunk expected = held.hasNext() ? held.next() : null;
        if (expected == null || expected.name().compareTo(chunk.name()) > 0) {
            throw new DamagedBackupException("the backup is damaged: no file of it has chunk " + chunk);
        }
        if (!expected.equals(chunk)) {
            throw lacks(expected);
        }
        next.accept(chunk, octets);
    }

    /** At the end: nothing is left over. */
    public void requireAll() throws IOException {
        if (held.hasNext()) {
            throw lacks(held.next());
        }
    }

    private static DamagedBackupException lacks(Chunk chunk) {
        return new DamagedBackupException(
                "the backup is damaged: it lacks chunk " + chunk + ", which files of it have");
    }
}
