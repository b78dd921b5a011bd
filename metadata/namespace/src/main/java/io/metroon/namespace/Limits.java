package io.metroon.namespace;

/**
 * Bounds that every replica applies alike; they are part of the replicated state's definition, so a cluster runs with
 * one set of them.
 *
 * @param contentBytesMax largest inline content, octets
 * @param xattrBytesMax names and values of one inode's extended attributes together, octets
 * @param layoutBytesMax largest layout, octets
 * @param linksFollowedMax symlinks followed on one path: the bound of the Linux path walk; stops link loops
 * @param batchItemsMax operations in a batch
 * @param idempotencyKeysMax keys kept; when full, new keyed requests are refused, none is dropped early
 * @param idempotencyKeyLifeMillis how long an answer is kept, in log time
 */
public record Limits(
        int contentBytesMax,
        int xattrBytesMax,
        int layoutBytesMax,
        int linksFollowedMax,
        int batchItemsMax,
        int idempotencyKeysMax,
        long idempotencyKeyLifeMillis) {
    /** The defaults of the HTTP contract. */
    public static final Limits DEFAULT = new Limits(64 << 10, 64 << 10, 64 << 10, 40, 1_000, 1_000_000, 86_400_000L);
}
