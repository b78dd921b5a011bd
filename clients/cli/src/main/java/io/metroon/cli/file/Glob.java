package io.metroon.cli.file;

import io.metroon.client.Octets;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** A shell pattern for one name: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, {@code \x}; octet by octet. */
final class Glob {
    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    boolean matches(Octets name) {
        return pattern.matcher(latin(name.toBytes())).matches();
    }

    /** One character an octet. */
    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static Glob of(String text) {
        String glob = latin(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder regex = new StringBuilder("(?s)");
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (end > 0) {
                regex.append(set(glob.substring(i + 1, end)));
                i = end;
            } else if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(glob.substring(++i, i + 1)));
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return new Glob(Pattern.compile(regex.toString()));
    }

    private static String set(String members) {
        boolean negated = members.startsWith("!") || members.startsWith("^");
        String plain = (negated ? members.substring(1) : members).replaceAll("([\\\\\\[\\]&^])", "\\\\$1");
        return "[" + (negated ? "^" : "") + plain + "]";
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Glob> {
        @Override
        public Glob convert(String text) {
            return of(text);
        }
    }
}
