package io.metroon.client;

/** No node answered in time, or none could. Nothing happened: the call may be made again. */
public final class UnavailableException extends MetroonException {
    private static final long serialVersionUID = 1L;

    /** With one sentence for the reader. */
    public UnavailableException(String message) {
        super(message);
    }

    @Override
    UnavailableException copy() {
        return new UnavailableException(String.valueOf(getMessage()));
    }
}
