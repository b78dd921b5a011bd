package io.metroon.consensus;

/** What a log entry is for. */
public enum EntryKind {
    /** A command for the state machine. */
    COMMAND(1),
    /** Fills a slot in which nothing was found to propose. */
    NOOP(2),
    /** The first entry that a leader proposes of its own, after those it recovered. */
    LEADER_START(3),
    /** Ends the epoch; the payload is the next configuration. */
    SEAL(4);

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    /** Its number on disk and on the wire, which never changes. */
    public int code() {
        return code;
    }

    /**
     * The kind with this number.
     *
     * @throws IllegalArgumentException naming the number, if there is none
     */
    public static EntryKind ofCode(int code) {
        for (EntryKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind of entry " + code);
    }
}
