package io.metroon.gateway;

import io.metroon.namespace.Condition;
import io.metroon.namespace.Condition.Tag;
import io.metroon.namespace.Stat;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags and the preconditions on them (RFC 9110, 8.8.3 and 13.1). A tag is {@code "INODE-VERSION"}, strong: the
 * version of the entry, or that of its bytes, as the façade says with {@code content}.
 */
public final class Conditions {
    /** What a precondition on a read comes to. */
    public enum Outcome {
        /** It holds. */
        PROCEED,
        /** The client has this state already. */
        NOT_MODIFIED,
        /** It does not hold. */
        FAILED
    }

    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");
    private static final Pattern OURS = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    private Conditions() {}

    /** The tag of an entry's state. */
    public static String entityTag(Stat stat, boolean content) {
        return "\"" + stat.inode() + '-' + version(stat, content) + '"';
    }

    private static long version(Stat stat, boolean content) {
        return content ? stat.contentVersion() : stat.version();
    }

    /** Holds as long as a file has the bytes it had. */
    public static Condition unchanged(Stat stat) {
        return new Condition(List.of(new Tag(stat.inode(), stat.contentVersion(), true)), null);
    }

    /** The preconditions of a request's {@code If-Match} and {@code If-None-Match}. */
    public static Condition of(MultiMap headers, boolean content) {
        String ifMatch = joined(headers, HttpHeaders.IF_MATCH);
        String ifNoneMatch = joined(headers, HttpHeaders.IF_NONE_MATCH);
        return of(ifMatch, ifNoneMatch, content);
    }

    /** The preconditions that these field values state; absent ones always hold. */
    public static Condition of(@Nullable String ifMatch, @Nullable String ifNoneMatch, boolean content) {
        if (ifMatch == null && ifNoneMatch == null) {
            return Condition.NONE;
        }
        // A weak tag never equals another in If-Match, and does in If-None-Match (RFC 9110, 8.8.3.2).
        return new Condition(
                ifMatch == null ? null : tags(ifMatch, content, false),
                ifNoneMatch == null ? null : tags(ifNoneMatch, content, true));
    }

    private static @Nullable String joined(MultiMap headers, CharSequence name) {
        return headers.contains(name) ? String.join(",", headers.getAll(name)) : null;
    }

    private static List<Tag> tags(String field, boolean content, boolean weakToo) {
        if (field.strip().equals("*")) {
            return List.of(Tag.ANY);
        }
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(field);
        int at = 0;
        while (at < field.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw HttpErrors.invalid("a condition is \"*\" or a list of quoted entity tags");
            }
            if (matcher.group(1) == null || weakToo) {
                addOurs(matcher.group(2), content, tags);
            }
            at = matcher.end();
        }
        return tags;
    }

    /** A tag that this service never gave matches nothing, so it is left out. */
    private static void addOurs(String opaque, boolean content, List<Tag> tags) {
        Matcher matcher = OURS.matcher(opaque);
        if (matcher.matches()) {
            tags.add(new Tag(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), content));
        }
    }

    /** Evaluates the preconditions of a read against what was read (RFC 9110, 13.2.2). */
    public static Outcome evaluate(Condition condition, Stat stat, boolean content) {
        if (condition.ifMatch() != null && !anyMatches(condition.ifMatch(), stat, content)) {
            return Outcome.FAILED;
        }
        boolean known = condition.ifNoneMatch() != null && anyMatches(condition.ifNoneMatch(), stat, content);
        return known ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    private static boolean anyMatches(List<Tag> tags, Stat stat, boolean content) {
        Tag current = new Tag(stat.inode(), version(stat, content), content);
        return tags.contains(Tag.ANY) || tags.contains(current);
    }
}
