package io.metroon.client;

/** Why a call did not do what it was asked to; the subclass says whether anything happened. */
public abstract sealed class MetroonException extends RuntimeException
        permits RefusedException, UnavailableException, OutcomeUnknownException {
    private static final long serialVersionUID = 1L;

    MetroonException(String message) {
        super(message);
    }

    /** The same, with the stack trace of the caller. */
    abstract MetroonException copy();
}
