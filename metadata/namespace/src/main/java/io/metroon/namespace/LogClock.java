package io.metroon.namespace;

/**
 * The log's own clock, part of the replicated state: it follows the stamps of entries, never backwards, by a bounded step
 * an entry; so a jump of one leader's clock cannot expire all keys at once. What it falls behind in quiet times it makes
 * up with the larger steps of {@link Command.Reclaim} entries: that is the catch-up rule.
 */
final class LogClock {
    static final long STEP_MILLIS_MAX = 2_000;
    static final long CATCH_UP_MILLIS_MAX = 60_000;

    private LogClock() {}

    /** The clock after an entry; one that never ran starts at the first stamp. */
    static long after(long clockMillis, long stampMillis, boolean catchUp) {
        if (clockMillis == 0) {
            return Math.max(0, stampMillis);
        }
        long step = catchUp ? CATCH_UP_MILLIS_MAX : STEP_MILLIS_MAX;
        return Math.max(clockMillis, Math.min(stampMillis, clockMillis + step));
    }
}
