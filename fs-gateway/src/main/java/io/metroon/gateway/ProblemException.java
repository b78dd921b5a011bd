package io.metroon.gateway;

/** Carries a {@link Problem} out of a nested check. Has no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final long revision;

    /** An exception that answers this problem, which has no place in history. */
    ProblemException(Problem problem) {
        this(problem, Response.NEWEST);
    }

    /** An exception that answers this problem, found at a revision. */
    ProblemException(Problem problem, long revision) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.revision = revision;
    }

    /** Where in history it stands, or {@link Response#NEWEST}. */
    long revision() {
        return revision;
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
