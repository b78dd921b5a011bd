package io.metroon.namespace;

/**
 * The replicated numbers that no row holds.
 *
 * @param nextInode the number the next inode gets
 * @param keys rows in {@link Table#KEY}
 * @param usage what the tree holds
 */
record Counters(long nextInode, long keys, Usage usage) {
    /** Of a tree that is only a root. */
    static final Counters INITIAL = new Counters(TreeView.ROOT + 1, 0, Usage.ROOT_ONLY);

    Counters withNextInode(long number) {
        return new Counters(number, keys, usage);
    }

    Counters withKeys(long count) {
        return new Counters(nextInode, count, usage);
    }

    Counters withUsage(Usage counts) {
        return new Counters(nextInode, keys, counts);
    }
}
