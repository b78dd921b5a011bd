package io.metroon.namespace;

/**
 * The tables of a {@link NamespaceStore}. Keys are ordered as unsigned octets; integers in keys are big-endian, so that
 * number order is key order. Snapshots hold the replicated tables in the order given here.
 */
public enum Table {
    /** Parent inode (8), name → type, inode. */
    DENTRY(1),
    /** Inode (8) → attributes. */
    INODE(2),
    /** Inode (8) → all bytes of a file that is kept inline and not empty. */
    CONTENT(3),
    /** Inode (8) → extended attributes, sorted by name. */
    XATTR(4),
    /** Inode (8) → opaque layout. */
    LAYOUT(5),
    /** User length (2), user, idempotency key → fingerprint, expiry, first answer. */
    KEY(6),
    /** Expiry in log time (8), key of {@link #KEY} → nothing: the order in which keys expire. */
    EXPIRY(7),
    /** Inode (8) of a detached directory whose entries are not yet freed → nothing. */
    TRASH(8),
    /** Content (8), offset of its end (8) → offset of its start, chunks: a part of a content that a store keeps. */
    EXTENT(40),
    /** SHA-256 (32), deadline (8) → how many entries of extents name this chunk, its length. */
    CHUNK(41),
    /** Deadline (8), content (8) of an upload that is going on → its size so far. */
    UPLOAD(42),
    /** Moment of log time (8), content (8) that no file has any more → nothing. */
    DOOMED(43),
    /** One row, written on a clean close: revision, log clock, counters, digest. Not in snapshots, which carry a header. */
    META(9),
    /** Old versions of rows that a pinned revision still sees. Local to a node; empty while nothing is pinned. */
    HISTORY(10),
    /** Locks on entries, in four kinds of rows: {@link LockView}. In a snapshot only when there are any. */
    LOCK(20);

    /** Up to this code a table has its place in every snapshot; tables that came later only when they have rows. */
    private static final int FIRST_VERSION_CODES = 8;

    private final int code;

    Table(int code) {
        this.code = code;
    }

    /** The number that stands for this table in digests, history keys and snapshots: 1 to 127, never reused. */
    public int code() {
        return code;
    }

    /** Whether a snapshot leaves it out while it is empty: versions that did not know it read such a snapshot too. */
    boolean optional() {
        return code > FIRST_VERSION_CODES;
    }

    /** Whether the rows are replicated state: in the digest, in snapshots, and versioned for pinned revisions. */
    public boolean replicated() {
        return this != META && this != HISTORY;
    }
}
