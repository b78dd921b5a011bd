package io.metroon.gateway;

/**
 * What came of a {@link ClusterChange}.
 *
 * @param verdict in a word
 * @param epoch in force at the node asked
 * @param detail for the operator: what was seen, and what to do
 */
public record ClusterOutcome(Verdict verdict, long epoch, String detail) {
    /** Whether it was done, and if not, why. All but the first three say that nothing changed. */
    public enum Verdict {
        /** It took effect. */
        DONE,
        /** It was so already. */
        ALREADY_SO,
        /** It may have taken effect, or may yet. */
        UNKNOWN,
        /** Not just now: no leader, another change under way, leadership that did not move in time. */
        TRY_AGAIN,
        /** The epoch that the change was made for is no longer in force. */
        EPOCH_CHANGED,
        /** It makes no sense. */
        INVALID,
        /** It names a member that there is not. */
        NO_SUCH_MEMBER,
        /** It adds a member that there is. */
        MEMBER_EXISTS,
        /** The nodes it needs are not up to date or not heard from: it could cost the quorum. */
        UNSAFE
    }
}
