package io.metroon.namespace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An absolute path: the names from the root down. The root has none. At most {@value #BYTES_MAX} octets (separators
 * counted) and {@value #DEPTH_MAX} names. Immutable.
 *
 * @param names from the root's child to the last component
 */
public record FilePath(List<Name> names) {
    /** The longest path, in octets, one separator before each name. */
    public static final int BYTES_MAX = 4096;
    /** The deepest path, in names. */
    public static final int DEPTH_MAX = 1024;
    /** The path with no names. */
    public static final FilePath ROOT = new FilePath(List.of());

    /**
     * Checks the bounds.
     *
     * @throws RefusedException {@link ErrorCode#ENAMETOOLONG} when a bound is passed
     */
    public FilePath {
        names = List.copyOf(names);
        if (octets(names) > BYTES_MAX || names.size() > DEPTH_MAX) {
            throw new RefusedException(
                    ErrorCode.ENAMETOOLONG, "a path has at most " + BYTES_MAX + " bytes and " + DEPTH_MAX + " names");
        }
    }

    /** Parses {@code /a/b}; {@code /} is the root. Refusals as for {@link Name#of(byte[])}. */
    public static FilePath parse(String text) {
        if (!text.startsWith("/")) {
            throw new RefusedException(ErrorCode.EINVAL, "a path starts with \"/\"");
        }
        if (text.length() == 1) {
            return ROOT;
        }
        List<Name> names = new ArrayList<>();
        for (String part : text.substring(1).split("/", -1)) {
            names.add(Name.of(part));
        }
        return new FilePath(names);
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return names.isEmpty();
    }

    /**
     * The last name.
     *
     * @throws IllegalStateException for the root
     */
    public Name name() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no name");
        }
        return names.get(names.size() - 1);
    }

    /** The path without its last name; the root's parent is the root. */
    public FilePath parent() {
        return isRoot() ? this : new FilePath(names.subList(0, names.size() - 1));
    }

    /** Whether this path with one more name is within the bounds. */
    public boolean hasRoomFor(Name name) {
        return names.size() < DEPTH_MAX && octets(names) + name.length() + 1 <= BYTES_MAX;
    }

    /** Its length in octets, one separator before each name. */
    int octets() {
        return octets(names);
    }

    private static int octets(List<Name> names) {
        int octets = 0;
        for (Name name : names) {
            octets += name.length() + 1;
        }
        return octets;
    }

    /** This path with one more name. */
    public FilePath child(Name name) {
        List<Name> longer = new ArrayList<>(names);
        longer.add(name);
        return new FilePath(longer);
    }

    /** The first {@code depth} names of this path. */
    public FilePath prefix(int depth) {
        return new FilePath(names.subList(0, depth));
    }

    /** The path as text for messages, not for parsing: names that are not UTF-8 lose octets. */
    @Override
    public String toString() {
        if (isRoot()) {
            return "/";
        }
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append('/').append(new String(name.toBytes(), StandardCharsets.UTF_8)));
        return text.toString();
    }
}
