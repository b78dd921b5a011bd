package io.metroon.node.local;

/** Something about a cluster on this machine that can't be done; nothing was changed. The message is for the user. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;

    /** What kind of refusal it is: the command's exit code follows from it. */
    public enum Kind {
        /** What is there does not allow it. */
        REFUSED,
        /** The request contradicts itself or what is there. */
        USAGE,
        /** It was tried and did not come about. */
        UNAVAILABLE
    }

    private RefusedException(Kind kind, String code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /** What is there does not allow it; the code is errno's word. */
    public static RefusedException refused(String code, String message) {
        return new RefusedException(Kind.REFUSED, code, message);
    }

    /** The request contradicts itself or what is there. */
    public static RefusedException usage(String message) {
        return new RefusedException(Kind.USAGE, "EINVAL", message);
    }

    /** It was tried and did not come about. */
    public static RefusedException unavailable(String message) {
        return new RefusedException(Kind.UNAVAILABLE, "EAGAIN", message);
    }

    /** What kind of refusal it is. */
    public Kind kind() {
        return kind;
    }

    /** A word of errno for programs. */
    public String code() {
        return code;
    }
}
