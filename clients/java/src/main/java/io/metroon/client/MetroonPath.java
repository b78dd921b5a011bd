package io.metroon.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An absolute path in the namespace, byte for byte: names need not be UTF-8. Immutable. Holds itself percent-encoded,
 * which is how it travels.
 *
 * <p>Names are never empty, {@code .} or {@code ..} and never hold {@code /} or NUL; the server bounds their length.
 * Compared name by name, by unsigned octets.
 */
public final class MetroonPath implements Comparable<MetroonPath> {
    /** The path {@code /}. */
    public static final MetroonPath ROOT = new MetroonPath("/");

    private final String encoded;

    private MetroonPath(String encoded) {
        this.encoded = encoded;
    }

    /**
     * Parses text such as {@code /logs/2026}; characters stand for themselves in UTF-8 and {@code %} is ordinary. One
     * trailing slash is dropped.
     *
     * @throws RefusedException EINVAL when it does not start with {@code /} or a name is not allowed
     */
    public static MetroonPath of(String text) {
        return parse(text, text.split("/", -1), false);
    }

    /**
     * Parses a percent-encoded path such as {@code /caf%E9}, split at {@code /} before decoding. One trailing slash is
     * dropped.
     *
     * @throws RefusedException EINVAL as for {@link #of(String)}
     */
    public static MetroonPath ofEncoded(String encoded) {
        return parse(encoded, encoded.split("/", -1), true);
    }

    private static MetroonPath parse(String whole, String[] parts, boolean encoded) {
        if (!whole.startsWith("/")) {
            throw RefusedException.invalid("a path starts with \"/\": " + whole);
        }
        int end = parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
        StringBuilder path = new StringBuilder(whole.length() + 16);
        for (int i = 1; i < end; i++) {
            Octets name = encoded ? Octets.ofEncoded(parts[i]) : Octets.of(parts[i]);
            path.append('/').append(requireLegal(name).encoded());
        }
        return path.isEmpty() ? ROOT : new MetroonPath(path.toString());
    }

    private static Octets requireLegal(Octets name) {
        byte[] octets = name.toBytes();
        boolean dotted =
                octets.length > 0 && octets.length <= 2 && octets[0] == '.' && octets[octets.length - 1] == '.';
        if (octets.length == 0 || dotted) {
            throw RefusedException.invalid("a name must not be empty, \".\" or \"..\"");
        }
        for (byte octet : octets) {
            if (octet == 0 || octet == '/') {
                throw RefusedException.invalid("a name must not hold \"/\" or NUL");
            }
        }
        return name;
    }

    /**
     * The entry of that name in this directory.
     *
     * @throws RefusedException EINVAL when the name is not allowed
     */
    public MetroonPath resolve(Octets name) {
        return new MetroonPath(
                (isRoot() ? "" : encoded) + "/" + requireLegal(name).encoded());
    }

    /** The entry of that name, in UTF-8, in this directory; refusals as for {@link #resolve(Octets)}. */
    public MetroonPath resolve(String name) {
        return resolve(Octets.of(name));
    }

    /** Whether this is {@code /}. */
    public boolean isRoot() {
        return encoded.length() == 1;
    }

    /** The directory that holds this entry; the root's parent is the root. */
    public MetroonPath parent() {
        int slash = encoded.lastIndexOf('/');
        return slash <= 0 ? ROOT : new MetroonPath(encoded.substring(0, slash));
    }

    /**
     * The last name.
     *
     * @throws IllegalStateException for the root, which has none
     */
    public Octets name() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no name");
        }
        return Octets.ofEncoded(encoded.substring(encoded.lastIndexOf('/') + 1));
    }

    /** The names from the root's child to the last. */
    public List<Octets> names() {
        List<Octets> names = new ArrayList<>();
        if (!isRoot()) {
            for (String name : encoded.substring(1).split("/", -1)) {
                names.add(Octets.ofEncoded(name));
            }
        }
        return Collections.unmodifiableList(names);
    }

    /** Whether this path is {@code ancestor} or lies below it. */
    public boolean startsWith(MetroonPath ancestor) {
        return ancestor.isRoot() || equals(ancestor) || encoded.startsWith(ancestor.encoded + "/");
    }

    /** The path in ASCII, each name as {@link Octets#encoded()}; {@link #ofEncoded} reads it back. */
    public String encoded() {
        return encoded;
    }

    /** Whether every name is UTF-8, so that {@link #toString()} loses nothing. */
    public boolean isUtf8() {
        return encoded.indexOf('%') < 0 || PercentCode.isUtf8(PercentCode.decode(encoded));
    }

    @Override
    public int compareTo(MetroonPath other) {
        List<Octets> mine = names();
        List<Octets> theirs = other.names();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = mine.get(i).compareTo(theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.size(), theirs.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetroonPath path && encoded.equals(path.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /** The path as text; octets that are not UTF-8 show as the replacement character. */
    @Override
    public String toString() {
        return encoded.indexOf('%') < 0
                ? encoded
                : Octets.of(PercentCode.decode(encoded)).toString();
    }
}
