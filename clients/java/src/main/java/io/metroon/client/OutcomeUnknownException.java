package io.metroon.client;

/**
 * A change was sent and no answer came in time, from any node: it took effect once or not at all. Repeating the request
 * over HTTP with this idempotency key within 24 hours tells which, and never does it twice.
 */
public final class OutcomeUnknownException extends MetroonException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Of a call.
     *
     * @param key its idempotency key; for a batch that of its first operation
     * @param message one sentence for the reader
     */
    public OutcomeUnknownException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The idempotency key that the call was sent with. */
    public String key() {
        return key;
    }

    @Override
    OutcomeUnknownException copy() {
        return new OutcomeUnknownException(key, String.valueOf(getMessage()));
    }
}
