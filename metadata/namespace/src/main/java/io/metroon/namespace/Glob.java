package io.metroon.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A shell pattern over names: {@code *} any run, {@code ?} one character, {@code [a-z]} one of a set, {@code [!a-z]} one
 * of the others, {@code \x} x itself. A character is a UTF-8 sequence, or one octet where a name is not UTF-8. A bracket
 * that is never closed stands for itself, and so does a backslash at the end. Matching costs at most the product of the
 * lengths. Immutable.
 */
final class Glob {
    /** Octets that are not UTF-8 get code points of their own above all others. */
    private static final int NOT_UTF8 = 0x110000;

    private final List<IntPredicate> elements = new ArrayList<>();

    /** Any run of characters. */
    private record Star() implements IntPredicate {
        @Override
        public boolean test(int character) {
            return true;
        }
    }

    private Glob(int[] pattern) {
        int at = 0;
        while (at < pattern.length) {
            at = parse(pattern, at);
        }
    }

    /** Compiles a pattern; every text is one. */
    static Glob of(String pattern) {
        return new Glob(pattern.codePoints().toArray());
    }

    private int parse(int[] pattern, int at) {
        int c = pattern[at];
        int close = c == '[' ? closingBracket(pattern, at) : -1;
        if (c == '*') {
            elements.add(new Star());
        } else if (c == '?') {
            elements.add(any -> true);
        } else if (close > 0) {
            elements.add(set(pattern, at + 1, close));
            return close + 1;
        } else if (c == '\\' && at + 1 < pattern.length) {
            int escaped = pattern[at + 1];
            elements.add(other -> other == escaped);
            return at + 2;
        } else {
            elements.add(other -> other == c);
        }
        return at + 1;
    }

    /** A bracket right after the opening one, or after the {@code !}, is a member and closes nothing. */
    private static int closingBracket(int[] pattern, int open) {
        int first = open + 1 < pattern.length && pattern[open + 1] == '!' ? open + 2 : open + 1;
        for (int i = first + 1; i < pattern.length; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static IntPredicate set(int[] pattern, int from, int close) {
        boolean negated = pattern[from] == '!';
        IntPredicate members = c -> false;
        int i = negated ? from + 1 : from;
        while (i < close) {
            boolean range = i + 2 < close && pattern[i + 1] == '-';
            int low = pattern[i];
            int high = range ? pattern[i + 2] : low;
            members = members.or(c -> c >= low && c <= high);
            i += range ? 3 : 1;
        }
        return negated ? members.negate() : members;
    }

    /** Whether the whole name matches. */
    boolean matches(byte[] name) {
        int[] text = characters(name);
        int element = 0;
        int at = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length) {
            if (isStar(element)) {
                star = element++;
                starAt = at;
            } else if (element < elements.size() && elements.get(element).test(text[at])) {
                element++;
                at++;
            } else if (star >= 0) {
                // The last star takes one character more; earlier stars need never be tried again.
                element = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (isStar(element)) {
            element++;
        }
        return element == elements.size();
    }

    private boolean isStar(int element) {
        return element < elements.size() && elements.get(element) instanceof Star;
    }

    private static int[] characters(byte[] name) {
        int[] characters = new int[name.length];
        int count = 0;
        for (int i = 0; i < name.length; count++) {
            int length = Utf8.sequenceLength(name, i);
            characters[count] = length == 0 ? NOT_UTF8 + (name[i] & 0xFF) : Utf8.codePoint(name, i, length);
            i += Math.max(length, 1);
        }
        return java.util.Arrays.copyOf(characters, count);
    }
}
