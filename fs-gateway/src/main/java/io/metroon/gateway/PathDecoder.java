package io.metroon.gateway;

import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Name;
import io.metroon.namespace.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the raw octets after a resource's prefix into names: split at {@code /}, then percent-decoded once. Nothing is
 * normalised: {@code %2F}, {@code %00}, an empty segment, {@code .} and {@code ..}, encoded or not, are refused, so no
 * two layers can disagree about what a path means.
 */
public final class PathDecoder {
    /**
     * What a request names.
     *
     * @param path the names
     * @param mustBeDirectory whether a slash followed the last of them
     */
    public record Target(FilePath path, boolean mustBeDirectory) {}

    private static final Target ROOT = new Target(FilePath.ROOT, false);

    private PathDecoder() {}

    /**
     * Decodes a path.
     *
     * @param raw what follows the prefix: empty, or starting with {@code /}
     * @throws RefusedException {@link ErrorCode#EINVAL} or {@link ErrorCode#ENAMETOOLONG}
     */
    public static Target decode(String raw) {
        if (raw.isEmpty() || raw.equals("/")) {
            return ROOT;
        }
        boolean slashed = raw.endsWith("/");
        return new Target(names(raw, slashed ? raw.length() - 1 : raw.length()), slashed);
    }

    /** Decodes a path in which no trailing slash has a meaning, as in a JSON member. */
    public static FilePath decodePlain(String raw) {
        if (!raw.startsWith("/")) {
            throw new RefusedException(ErrorCode.EINVAL, "a path starts with \"/\"");
        }
        return raw.length() == 1 ? FilePath.ROOT : names(raw, raw.length());
    }

    private static FilePath names(String raw, int end) {
        List<Name> names = new ArrayList<>();
        int start = 1;
        while (start <= end) {
            int slash = raw.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            names.add(Name.of(PercentCoding.decode(raw.substring(start, stop))));
            start = stop + 1;
        }
        return new FilePath(names);
    }
}
