package io.metroon.namespace;

import io.metroon.namespace.NamespaceService.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a file namespace: applies the entries of a log in order, and answers queries from what it has applied.
 * Entirely determined by the entries; inode numbers, times and expiry come from them, never from the machine. Two
 * namespaces that applied the same entries, or loaded a snapshot of one that did, have equal digests.
 *
 * <p>Threads: {@link #apply}, {@link #advance}, {@link #loadSnapshot} and {@link #close} belong to one thread, the apply
 * thread. Everything else may be called by any thread at any time and sees whole entries only.
 *
 * <p>Failures: what a caller asked amiss is a {@link Refusal}, an ordinary reply, equal on every replica. Any exception
 * out of the apply thread's methods is a broken invariant, a failed medium or an entry of a newer version: the state is
 * then not to be used further.
 */
public final class Namespace implements AutoCloseable {
    private final NamespaceStore store;
    private final Limits limits;
    private final StateLock lock = new StateLock();
    private final Pins pins = new Pins();
    private final View view;
    private final History history;
    private final Rows rows;
    private final Tree tree;
    private final KeyTable keys;
    private final CommandHandler commands;
    private final QueryHandler queries;
    private final CursorPins cursorPins;
    private final Listings listings;
    private volatile Head head;
    private volatile long newestStampMillis;

    /** A namespace over a store that is empty or was sealed by one, with the machine's clock for holding cursors. */
    public Namespace(NamespaceStore store, Limits limits) {
        this(store, limits, System::nanoTime);
    }

    /**
     * A namespace over a store that is empty or was sealed by one.
     *
     * @param nanoTime monotonic nanoseconds; decides only how long a listing's revision is held
     */
    public Namespace(NamespaceStore store, Limits limits, LongSupplier nanoTime) {
        this.store = store;
        this.limits = limits;
        view = new StoreView(store);
        TreeView newest = new TreeView(view);
        history = new History(store, pins);
        rows = new Rows(store, history);
        tree = new Tree(rows);
        keys = new KeyTable(rows, limits);
        commands = new CommandHandler(rows, tree, keys, limits);
        queries = new QueryHandler(newest, new LockView(view, newest, this::logClockMillis), limits, this::revision);
        cursorPins = new CursorPins(nanoTime);
        listings = new Listings(limits, lock, newest, this::pin, cursorPins);
        byte[] sealed = store.get(Table.META, Head.KEY);
        history.forget();
        head = sealed == null ? format() : resume(Head.decode(sealed));
    }

    private Head format() {
        rows.reset(Head.EMPTY);
        tree.format();
        return new Head(0, 0, rows.counters(), rows.digest());
    }

    private Head resume(Head sealed) {
        rows.reset(sealed);
        return sealed;
    }

    /**
     * Applies the next entry of the log.
     *
     * @param revision its log position, greater than that of every entry before
     * @param stampMillis its time stamp, milliseconds since 1970
     * @param command what {@link CommandCodec#encode} made
     * @return the reply, and the revision at which it was decided: an earlier one if an idempotency key replays it
     */
    public Answer apply(long revision, long stampMillis, byte[] command) {
        CommandCodec.Request request = CommandCodec.decode(command);
        store.awaitRoom();
        return lock.write(() -> {
            begin(revision, stampMillis, request.command() instanceof Command.Reclaim);
            Answer answer = commands.decide(request.command(), request.key());
            publish();
            return answer;
        });
    }

    /** Passes over an entry that carries no command: the revision and the log clock move on. */
    public void advance(long revision, long stampMillis) {
        lock.write(() -> {
            begin(revision, stampMillis, false);
            publish();
            return revision;
        });
    }

    private void begin(long revision, long stampMillis, boolean catchUp) {
        if (revision <= head.revision()) {
            throw new IllegalStateException("entry " + revision + " after entry " + head.revision());
        }
        newestStampMillis = stampMillis;
        rows.begin(revision);
        long clockMillis = LogClock.after(head.logClockMillis(), stampMillis, catchUp);
        tree.begin(stampMillis, clockMillis);
        keys.begin(clockMillis);
    }

    private void publish() {
        cursorPins.expire();
        history.sweep();
        head = new Head(rows.revision(), keys.clockMillis(), rows.counters(), rows.digest());
    }

    /**
     * Answers a query from the newest applied state, or, with a cursor, from the state that its listing began with. Runs
     * on the caller's thread; does not wait, but for a short time for the apply thread when that is very busy.
     */
    public Answer query(Query query) {
        if (query instanceof Query.GetPage page) {
            return listings.answer(page, this::revision);
        }
        if (query instanceof Query.GetUsage) {
            Head newest = head;
            return new Answer(
                    newest.revision(), new Reply.Counted(newest.counters().usage()), false);
        }
        return lock.read(() -> new Answer(head.revision(), queries.answer(query), false));
    }

    /** Answers a query from a pinned state; a listing takes a cursor that began at that revision. */
    public Answer query(Query query, Pin pin) {
        if (query instanceof Query.GetPage page) {
            return listings.answer(page, pin);
        }
        TreeView tree = new TreeView(pin.view());
        LockView locks = new LockView(pin.view(), tree, pin.head()::logClockMillis);
        QueryHandler pinned = new QueryHandler(tree, locks, limits, pin::revision);
        return lock.read(() -> new Answer(pin.revision(), pinned.answer(query), false));
    }

    /** The newest applied log position; 0 before the first. */
    public long revision() {
        return head.revision();
    }

    /** The log's own clock, by which idempotency keys expire: milliseconds since 1970, never backwards. */
    public long logClockMillis() {
        return head.logClockMillis();
    }

    /** The digest of the newest applied state, with its revision. */
    public StateDigest digest() {
        return head.digest();
    }

    /** What the newest applied state holds. */
    public Usage usage() {
        return head.counters().usage();
    }

    /** The bounds in force. */
    public Limits limits() {
        return limits;
    }

    /** Whether a {@link Command.Reclaim} entry has something to do: a detached subtree, or expired keys, locks or contents. */
    public boolean hasReclaimable() {
        return hasReclaimable(newestStampMillis, Command.Reclaim.LINGER_MILLIS);
    }

    /**
     * Whether a {@link Command.Reclaim} entry has something to do, now or once the log clock, which stands still while
     * nothing happens, has caught up with a moment.
     *
     * @param nowMillis the moment, milliseconds since 1970
     * @param lingerMillis what the entry would say
     */
    public boolean hasReclaimable(long nowMillis, long lingerMillis) {
        return lock.read(() -> view.scan(Table.TRASH, new byte[0]).hasNext()
                || KeyTable.hasExpired(view, nowMillis)
                || LockView.hasExpired(view, nowMillis)
                || Extents.hasReclaimable(view, nowMillis, lingerMillis));
    }

    /** Whether a content, an upload, or a content that lingers has a chunk, as of the newest applied state. */
    public boolean holds(Chunk chunk) {
        return lock.read(() -> view.get(Table.CHUNK, chunk.key()) != null);
    }

    /**
     * Whether nobody holds a chunk, nor can ever again: the log clock of the same revision is past its deadline. Once true it
     * stays true.
     */
    public boolean isGone(Chunk chunk) {
        return lock.read(
                () -> head.logClockMillis() > chunk.deadlineMillis() && view.get(Table.CHUNK, chunk.key()) == null);
    }

    /**
     * The chunks that are held, as of the newest applied state, in order of hash and deadline.
     *
     * @param after not this one nor any before it
     * @param chunksMax how many at most
     */
    public List<Chunk> held(Chunk after, int chunksMax) {
        return lock.read(() -> Extents.held(view, after, chunksMax));
    }

    /** Old versions kept for pins; apply thread only. */
    long historyRows() {
        return history.rows();
    }

    /** Pins the newest applied state. */
    public Pin pin() {
        return lock.readLocked(() -> {
            Head pinned = head;
            return new Pin(pins, pinned, new PinnedView(store, history, pinned.revision()));
        });
    }

    /**
     * Writes the state at a pin as one stream; the format is described at {@link SnapshotWriter}. Runs beside the apply
     * thread, which it holds off for a few hundred rows at a time at most.
     *
     * @throws IOException when the stream fails
     * @throws IllegalStateException when the rows do not have the pinned digest: the store is damaged
     */
    public void writeSnapshot(Pin pin, OutputStream out) throws IOException {
        new SnapshotWriter(lock, pin, out).write();
    }

    /**
     * The chunks that the state in a snapshot holds, in order of hash and deadline, read from the stream as they are asked
     * for; a failure meanwhile comes as {@link java.io.UncheckedIOException}. The caller closes the stream.
     *
     * @throws DamagedSnapshotException when what stands before them is not whole, naming the part
     */
    public static Iterator<Chunk> heldIn(InputStream snapshot) throws IOException {
        Iterator<Row> rows = new SnapshotReader(snapshot).rows(Table.CHUNK);
        return new Lookahead<>() {
            @Override
            protected @Nullable Chunk advance() {
                return rows.hasNext() ? Extents.heldChunk(rows.next()) : null;
            }
        };
    }

    /**
     * Replaces the whole state by that of a snapshot. All pins and cursors become stale. If it fails the state is empty,
     * at revision 0, and nothing of the snapshot shows: the store is a table that can be filled again.
     *
     * @throws IOException when the stream fails
     * @throws DamagedSnapshotException when the snapshot is not whole, naming the part
     */
    public void loadSnapshot(InputStream in) throws IOException {
        lock.write(() -> {
            boolean whole = false;
            try {
                clear();
                head = resume(new SnapshotReader(in).load(store));
                whole = true;
            } finally {
                if (!whole) {
                    clear();
                    head = format();
                }
            }
            return head;
        });
    }

    private void clear() {
        cursorPins.clear();
        history.forget();
        store.clear();
    }

    /** Seals and closes the store, so that it can be opened again at this revision. The last call. */
    @Override
    public void close() {
        lock.write(() -> {
            Head last = head;
            cursorPins.clear();
            history.forget();
            store.put(Table.META, Head.KEY, last.encode());
            store.seal(last.digest());
            return last;
        });
    }

    /** Closes the store without sealing it, after a failure: it is built anew when next opened. The last call. */
    public void abandon() {
        store.close();
    }
}
