package io.metroon.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of octets (RFC 9110, 14.1.2).
 *
 * @param first offset of the first
 * @param last offset of the last, not before {@code first}
 */
public record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("(?i)bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /** Number of octets. */
    public long length() {
        return last - first + 1;
    }

    /**
     * The range that a header asks for; absent when it is to be ignored: unknown units, several ranges, or nonsense.
     *
     * @param size octets that there are
     */
    public static @Nullable ByteRange parse(@Nullable String header, long size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return null;
        }
        if (matcher.group(1).isEmpty()) {
            return suffix(Long.parseLong(matcher.group(2)), size);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        if (last < first) {
            return null;
        }
        if (first >= size) {
            throw HttpErrors.rangeNotSatisfiable(size);
        }
        return new ByteRange(first, Math.min(last, size - 1));
    }

    private static ByteRange suffix(long length, long size) {
        if (length == 0 || size == 0) {
            throw HttpErrors.rangeNotSatisfiable(size);
        }
        return new ByteRange(Math.max(0, size - length), size - 1);
    }
}
