package io.metroon.namespace;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Refusal} out of a nested check. Has no stack trace: it is an answer, not a fault. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** A refusal that names no path component. */
    public RefusedException(ErrorCode code, String detail) {
        this(new Refusal(code, detail, null));
    }

    /** A refusal found deeper in the code. */
    public RefusedException(Refusal refusal) {
        super(refusal.code() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    /** What to answer. */
    public Refusal refusal() {
        return refusal;
    }

    /** A refusal about one path component. */
    public static RefusedException at(ErrorCode code, @Nullable FilePath path, String detail) {
        return new RefusedException(new Refusal(code, detail, path));
    }
}
