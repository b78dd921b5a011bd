package io.metroon.node;

/** What the exit code of a node's process says. */
public final class NodeExit {
    /** It was told to stop and closed cleanly. */
    public static final int STOPPED = 0;

    /** It was not allowed to start: its configuration, its directory, a port. The log's last line says which. */
    public static final int REFUSED = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** Its heap was full: what the JVM ends with under {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int OUT_OF_MEMORY = 3;

    /** It had to stop while it ran: a disk failed, or an invariant broke. Nothing was written after that. */
    public static final int FAILED = 70;

    private NodeExit() {}
}
