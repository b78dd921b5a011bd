package io.metroon.node.local;

/**
 * What an examination found about one thing.
 *
 * @param level how bad
 * @param subject what was looked at
 * @param detail what was seen, and what to do if it is not good
 */
public record Finding(Level level, String subject, String detail) {
    /** How bad something is. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** It works, but not as well as it should. */
        WARNING,
        /** It doesn't work. */
        BAD
    }

    static Finding good(String subject, String detail) {
        return new Finding(Level.GOOD, subject, detail);
    }

    static Finding goodIf(boolean good, String subject, String detail, String remedy) {
        return good ? good(subject, detail) : new Finding(Level.WARNING, subject, detail + "; " + remedy);
    }

    static Finding bad(String subject, String detail) {
        return new Finding(Level.BAD, subject, detail);
    }
}
