package io.metroon.content;

import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * Keeps chunks. A chunk never changes: the same name always has the same octets, so any number of copies may be anywhere, and
 * a put that is repeated, late or doubled does no harm.
 *
 * <p>Thread-safe. {@link #put} and {@link #read} don't block the caller; their stages complete on a thread of the store, and
 * exceptionally only with {@link ContentStoreException}. {@link #sweep} and {@link #scrub} block, and are called by one
 * housekeeping thread.
 */
public interface ContentStore extends AutoCloseable {
    /** The most that one {@link #read} answers, octets. */
    int READ_BYTES_MAX = 1 << 20;

    /**
     * Keeps a chunk. When the stage completes it is durable, whatever minority of what keeps it is lost: only then may a
     * command name it.
     *
     * @param octets all of it, whose SHA-256 is the chunk's hash; not changed any more by the caller
     */
    CompletionStage<Void> put(Chunk chunk, byte[] octets);

    /**
     * Octets of a chunk, checked: never others than were put.
     *
     * @param offset of the first, 0 or more
     * @param length how many, 1 to {@link #READ_BYTES_MAX}, not beyond the end
     */
    CompletionStage<byte[]> read(Chunk chunk, int offset, int length);

    /**
     * Compares what the store keeps with what the namespace holds: deletes the chunks that nobody holds and whose deadline is
     * past, and brings back to full number of copies those that lack some. Only names whose first octet is given, so that
     * 256 calls go once round.
     *
     * @param firstOctet 0 to 255
     */
    Sweep sweep(int firstOctet, Holdings holdings) throws IOException;

    /**
     * Reads the chunks with a first octet back and repairs those that are damaged from another copy.
     *
     * @param pace called before each chunk with its octets; it sleeps, so that the disk serves others
     */
    Scrub scrub(int firstOctet, Holdings holdings, Pace pace) throws IOException;

    /** Ends everything that is under way. */
    @Override
    void close();

    /** What the namespace holds; any thread. */
    interface Holdings {
        /** Whether a file, a lingering content or an upload has the chunk. */
        boolean holds(Chunk chunk);

        /** Held chunks after one, in order of hash and deadline, so many at most. */
        java.util.List<Chunk> held(Chunk after, int chunksMax);

        /**
         * Whether a chunk is nobody's, for good: not held, at a revision at which the log's clock is past its deadline. Both
         * are of one revision, and what was so at one is so at every later one. False as well while the state of this node
         * is not to be trusted, or while something else needs the chunk here.
         */
        boolean isGone(Chunk chunk);

        /** Whether this node leads: where all nodes share one store, only the leader tidies it. */
        boolean leads();
    }

    /** How fast a scrub may go. */
    @FunctionalInterface
    interface Pace {
        /** Waits until so many octets may be read. */
        void before(int octets) throws InterruptedException;
    }

    /**
     * What a sweep found.
     *
     * @param kept chunks that are here and held
     * @param deleted chunks that were here and nobody's
     * @param waiting chunks that are here and nobody's, before their deadline
     * @param fetched chunks that lacked a copy here and got one
     * @param lacking chunks that are held and have no copy here still, those that are missing included
     * @param missing chunks that are held, and of which everybody who may keep them said that he has no sound copy
     * @param nextDeadlineMillis when the first of those that wait may be deleted
     */
    record Sweep(
            long kept, long deleted, long waiting, long fetched, long lacking, long missing, long nextDeadlineMillis) {
        /** Of nothing. */
        public static final Sweep NONE = new Sweep(0, 0, 0, 0, 0, 0, Long.MAX_VALUE);

        /** A chunk that is here and held. */
        public static final Sweep KEPT = new Sweep(1, 0, 0, 0, 0, 0, Long.MAX_VALUE);

        /** A chunk that was nobody's. */
        public static final Sweep DELETED = new Sweep(0, 1, 0, 0, 0, 0, Long.MAX_VALUE);

        /** A chunk that was brought here. */
        public static final Sweep FETCHED = new Sweep(0, 0, 0, 1, 0, 0, Long.MAX_VALUE);

        /** A chunk that is not here, and of which nobody knows yet where it is. */
        public static final Sweep LACKING = new Sweep(0, 0, 0, 0, 1, 0, Long.MAX_VALUE);

        /** A chunk that is nowhere. */
        public static final Sweep MISSING = new Sweep(0, 0, 0, 0, 1, 1, Long.MAX_VALUE);

        /** A chunk that is nobody's, before its deadline. */
        public static Sweep waiting(Chunk chunk) {
            return new Sweep(0, 0, 1, 0, 0, 0, chunk.deadlineMillis());
        }

        /** Both together. */
        public Sweep plus(Sweep other) {
            return new Sweep(
                    kept + other.kept,
                    deleted + other.deleted,
                    waiting + other.waiting,
                    fetched + other.fetched,
                    lacking + other.lacking,
                    missing + other.missing,
                    Math.min(nextDeadlineMillis, other.nextDeadlineMillis));
        }
    }

    /**
     * What a scrub found.
     *
     * @param sound chunks that are as they were put
     * @param repaired chunks that were damaged, and now are not
     * @param damaged chunks that are damaged still, since no sound copy was found
     */
    record Scrub(long sound, long repaired, long damaged) {
        /** Of nothing. */
        public static final Scrub NONE = new Scrub(0, 0, 0);

        /** Both together. */
        public Scrub plus(Scrub other) {
            return new Scrub(sound + other.sound, repaired + other.repaired, damaged + other.damaged);
        }
    }
}
