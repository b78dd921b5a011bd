package io.metroon.gateway.webdav;

import io.metroon.gateway.Conditions;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.namespace.Condition;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.Guard.Alternative;
import io.metroon.namespace.Guard.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The If header (RFC 4918, 10.4):
 *
 * <pre>
 * If        = 1*list | 1*( "&lt;" reference "&gt;" 1*list )
 * list      = "(" 1*( [ "Not" ] ( "&lt;" token "&gt;" | "[" entity-tag "]" ) ) ")"
 * </pre>
 *
 * Every token that stands in it counts as submitted, whatever its list comes to.
 */
final class IfHeader {
    private static final int TERMS_MAX = 200;
    /** Holds for no entry: a tag that this service never gave, or a reference to another host. */
    private static final Condition.Tag NEVER = new Condition.Tag(-2, -2, true);

    private final String text;
    private final FilePath requested;
    private final @Nullable String host;
    private final List<String> tokens = new ArrayList<>();
    private final List<Alternative> lists = new ArrayList<>();
    private int at;
    private int terms;

    private IfHeader(String text, FilePath requested, @Nullable String host) {
        this.text = text;
        this.requested = requested;
        this.host = host;
    }

    /**
     * The guard that a header states.
     *
     * @param text absent for none
     * @param requested what untagged lists are about
     * @param host the request's own Host
     */
    static Guard parse(@Nullable String text, FilePath requested, @Nullable String host) {
        return text == null ? Guard.NONE : new IfHeader(text, requested, host).parse();
    }

    private Guard parse() {
        boolean tagged = next() == '<';
        while (next() != 0) {
            if (tagged) {
                Optional<FilePath> path =
                        Hrefs.target(bracketed('<', '>'), host).map(Target::path);
                do {
                    list(path);
                } while (next() == '(');
            } else {
                list(Optional.of(requested));
            }
        }
        if (lists.isEmpty()) {
            throw malformed();
        }
        return new Guard(tokens, lists);
    }

    private void list(Optional<FilePath> path) {
        expect('(');
        List<Term> all = new ArrayList<>();
        while (next() != ')') {
            all.add(term());
        }
        expect(')');
        if (all.isEmpty()) {
            throw malformed();
        }
        if (path.isEmpty()) {
            all.add(new Term(false, null, NEVER));
        }
        lists.add(new Alternative(path.orElse(requested), all));
    }

    private Term term() {
        if (++terms > TERMS_MAX) {
            throw HttpErrors.tooMany("conditions in If", TERMS_MAX);
        }
        boolean negated = text.regionMatches(true, at, "Not", 0, 3);
        at += negated ? 3 : 0;
        if (next() == '[') {
            return new Term(negated, null, tag(bracketed('[', ']')));
        }
        String token = bracketed('<', '>');
        tokens.add(token);
        return new Term(negated, token, null);
    }

    /** A weak tag never equals another here, nor does one that this service did not give. */
    private static Condition.Tag tag(String entityTag) {
        Condition condition = Conditions.of(entityTag, null, true);
        List<Condition.Tag> tags = condition.ifMatch();
        return tags == null || tags.size() != 1 || tags.contains(Condition.Tag.ANY) ? NEVER : tags.get(0);
    }

    private String bracketed(char open, char close) {
        expect(open);
        int end = text.indexOf(close, at);
        if (end <= at) {
            throw malformed();
        }
        String inside = text.substring(at, end);
        at = end + 1;
        return inside;
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw malformed();
        }
        at++;
    }

    /** The next character that is no space, or 0 at the end. */
    private char next() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private RuntimeException malformed() {
        return HttpErrors.invalid("If is malformed at character " + (at + 1));
    }
}
