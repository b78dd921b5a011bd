package io.metroon.namespace;

/**
 * Where the state stands besides its rows. Immutable; a new one is published with each applied entry, so that a reader
 * takes all of it from one moment.
 *
 * @param revision newest applied log position
 * @param logClockMillis the log's own clock
 * @param counters the numbers that no row holds
 * @param rows digest of all replicated rows
 */
record Head(long revision, long logClockMillis, Counters counters, Digest rows) {
    private static final int FORMAT = 1;
    /** Its key in {@link Table#META}. */
    static final byte[] KEY = {'h', 'e', 'a', 'd'};
    /** Of no rows at all, not even a root. */
    static final Head EMPTY = new Head(0, 0, Counters.INITIAL, Digest.ZERO);

    /** Octets of the encoding. */
    static final int BYTES = 81;

    /**
     * The digest of what the namespace holds: rows and counters. Revision and clock are not in it, since entries without a
     * command move them on: a cluster restored from a backup, or one that only elected a leader, still shows the same.
     */
    StateDigest digest() {
        RowDigest sum = new RowDigest();
        sum.reset(rows);
        sum.add(Table.META, KEY, new Head(0, 0, counters, Digest.ZERO).encode());
        return new StateDigest(revision, sum.total());
    }

    byte[] encode() {
        Usage usage = counters.usage();
        Octets octets = new Octets(BYTES).int8(FORMAT).int64(revision).int64(logClockMillis);
        octets.int64(counters.nextInode()).int64(counters.keys());
        octets.int64(usage.files()).int64(usage.directories()).int64(usage.symlinks());
        return octets.int64(usage.bytes()).int64(rows.high()).int64(rows.low()).toBytes();
    }

    static Head decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, 0);
        UnknownFormatException.requireFormat("namespace head", in.int8(), FORMAT);
        long revision = in.int64();
        long logClockMillis = in.int64();
        long nextInode = in.int64();
        long keys = in.int64();
        Usage usage = new Usage(in.int64(), in.int64(), in.int64(), in.int64());
        Counters counters = new Counters(nextInode, keys, usage);
        return new Head(revision, logClockMillis, counters, new Digest(in.int64(), in.int64()));
    }
}
