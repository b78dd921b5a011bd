package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a directory, collected in bounded steps. Bounds: entries, rows visited (a glob may match none of millions),
 * and octets.
 */
final class Page {
    /** Rows visited in one step, during which a reader may hold the writer off. */
    static final int STEP_ROWS = 256;

    private static final int ROWS_MAX = 100_000;
    private static final int BYTES_MAX = 8 << 20;

    private final FilePath path;
    private final long directory;
    private final int limit;
    private final @Nullable Glob glob;
    private final List<Reply.Entry> entries = new ArrayList<>();
    private byte[] from;
    private int rowsVisited;
    private long bytes;
    private boolean last;

    /** The first page of a listing. */
    Page(Query.GetPage query, long directory) {
        this(query, directory, query.after() == null ? null : query.after().octets());
    }

    /** A page that starts behind a name, or with the first one if there is none. */
    Page(Query.GetPage query, long directory, byte @Nullable [] after) {
        this.path = query.path();
        this.limit = query.limit();
        this.glob = query.glob() == null ? null : Glob.of(query.glob());
        this.directory = directory;
        this.from = after == null ? new byte[0] : Arrays.copyOf(after, after.length + 1);
    }

    /** One step's find, to be added once it is known to be of one piece. */
    record Step(List<Reply.Entry> entries, byte[] next, int rows, long bytes, boolean last) {}

    /** Reads a step; changes nothing here, so it can be repeated. */
    Step read(TreeView tree) {
        Iterator<Row> rows = tree.children(directory, from);
        List<Reply.Entry> found = new ArrayList<>();
        byte[] next = from;
        int visited = 0;
        long size = 0;
        while (visited < STEP_ROWS
                && entries.size() + found.size() < limit
                && bytes + size < BYTES_MAX
                && rows.hasNext()) {
            Row row = rows.next();
            byte[] name = Dentry.name(row.key());
            next = Arrays.copyOf(name, name.length + 1);
            visited++;
            if (glob == null || glob.matches(name)) {
                Reply.Entry entry = entry(tree, name, Dentry.decode(row.value()));
                size += ReplyCodec.bytes(entry.stat());
                found.add(entry);
            }
        }
        return new Step(found, next, visited, size, !rows.hasNext());
    }

    /** Adds a step that was read. */
    void add(Step step) {
        entries.addAll(step.entries());
        from = step.next();
        rowsVisited += step.rows();
        bytes += step.bytes();
        last = step.last();
    }

    private Reply.Entry entry(TreeView tree, byte[] name, Dentry dentry) {
        Name known = Name.of(name);
        return new Reply.Entry(known, tree.stat(childPath(known), tree.inode(dentry.inode())));
    }

    private FilePath childPath(Name name) {
        return path.hasRoomFor(name) ? path.child(name) : path;
    }

    /** Whether nothing is left to add: a bound is reached, or the directory's end. */
    boolean full() {
        return last || entries.size() >= limit || rowsVisited >= ROWS_MAX || bytes >= BYTES_MAX;
    }

    boolean last() {
        return last;
    }

    /** The page as a reply; with a cursor unless it is the last. */
    Reply.Listed reply(long revision) {
        String cursor = last ? null : new Cursor(revision, directory, Arrays.copyOf(from, from.length - 1)).encode();
        return new Reply.Listed(path, revision, entries, cursor);
    }
}
