package io.metroon.namespace;

/** A snapshot that is not whole: cut short, altered, or of rows that do not have its digest. */
public final class DamagedSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the damage.
     *
     * @param part the part that is damaged, for example "table INODE, row 17"
     * @param detail what is wrong with it
     */
    public DamagedSnapshotException(String part, String detail) {
        super("damaged snapshot: " + part + ": " + detail);
    }
}
