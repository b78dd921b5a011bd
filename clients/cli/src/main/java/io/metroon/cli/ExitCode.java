package io.metroon.cli;

/** What the exit code of the command says. */
public final class ExitCode {
    /** It was done. */
    public static final int DONE = 0;
    /** The namespace, or the local machine, refused. */
    public static final int REFUSED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** No node could answer; nothing happened. */
    public static final int UNAVAILABLE = 3;
    /** A change may have happened. */
    public static final int UNKNOWN = 4;

    private ExitCode() {}
}
