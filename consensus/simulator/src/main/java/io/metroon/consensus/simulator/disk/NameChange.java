package io.metroon.consensus.simulator.disk;

import org.jspecify.annotations.Nullable;

/**
 * A change of names that is not yet durable: a name goes, a name comes, or both at once. Atomic: it is on the platter or
 * not.
 *
 * @param from where a name goes; absent for a creation
 * @param fromName the name that goes
 * @param to where a name comes; absent for a deletion
 * @param toName the name that comes
 * @param image what it names
 */
record NameChange(
        @Nullable DirectoryImage from,
        String fromName,
        @Nullable DirectoryImage to,
        String toName,
        Image image) {
    static NameChange creation(DirectoryImage to, String name, Image image) {
        return new NameChange(null, "", to, name, image);
    }

    static NameChange deletion(DirectoryImage from, String name, Image image) {
        return new NameChange(from, name, null, "", image);
    }

    boolean touches(DirectoryImage directory) {
        return from == directory || to == directory;
    }

    void apply() {
        if (from != null) {
            from.names().remove(fromName);
        }
        if (to != null) {
            to.names().put(toName, image);
        }
    }

    void settle() {
        if (from != null) {
            from.stableNames().remove(fromName, image);
        }
        if (to != null) {
            to.stableNames().put(toName, image);
        }
    }
}
