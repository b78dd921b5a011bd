package io.metroon.client;

import org.jspecify.annotations.Nullable;

/** The namespace refused, and changed nothing. Asking again gives the same answer until something else changes. */
public final class RefusedException extends MetroonException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final transient @Nullable MetroonPath path;

    /**
     * A refusal.
     *
     * @param code in the operating system's words: {@code ENOENT}, {@code EEXIST}, …
     * @param status HTTP status that carried it
     * @param path the component that failed; absent when none is to blame
     * @param message one sentence for the reader
     */
    public RefusedException(String code, int status, @Nullable MetroonPath path, String message) {
        super(message);
        this.code = code;
        this.status = status;
        this.path = path;
    }

    static RefusedException invalid(String message) {
        return new RefusedException("EINVAL", 400, null, message);
    }

    /** Why, in the operating system's words: {@code ENOENT}, {@code EEXIST}, … */
    public String code() {
        return code;
    }

    /** The HTTP status that carried it. */
    public int status() {
        return status;
    }

    /** The component that failed; absent when none is to blame. */
    public @Nullable MetroonPath path() {
        return path;
    }

    @Override
    RefusedException copy() {
        return new RefusedException(code, status, path, String.valueOf(getMessage()));
    }
}
