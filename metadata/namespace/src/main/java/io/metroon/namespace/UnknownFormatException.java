package io.metroon.namespace;

/** Bytes of a format that this version does not read: written by a newer version, or not by Metroon. */
public final class UnknownFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names what was met and what can be read.
     *
     * @param what the kind of bytes, for example "command"
     * @param found the format version they carry
     * @param supported the newest format version this version reads
     */
    public UnknownFormatException(String what, long found, long supported) {
        super(what + " format " + found + " is unknown; this version reads formats up to " + supported);
    }

    /** Refuses any format but one. */
    static void requireFormat(String what, long found, long supported) {
        if (found != supported) {
            throw new UnknownFormatException(what, found, supported);
        }
    }
}
