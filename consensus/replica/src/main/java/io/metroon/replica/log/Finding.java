package io.metroon.replica.log;

/**
 * Something that recovery saw and the operator should know. Not every finding is a fault: an unsynced tail after a power
 * failure is expected.
 *
 * @param severity how bad it is
 * @param where file and position
 * @param what was seen, and what was done about it
 */
public record Finding(Severity severity, String where, String what) {
    /** How bad. */
    public enum Severity {
        /** Expected after a crash. */
        NOTE,
        /** Damage that cost nothing, or only a value that a peer can give back. */
        WARNING,
        /** Damage that leaves this node unsure of what it voted. */
        FAULT
    }

    @Override
    public String toString() {
        return severity + " " + where + ": " + what;
    }
}
