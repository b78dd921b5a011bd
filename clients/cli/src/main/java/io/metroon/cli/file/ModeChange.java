package io.metroon.cli.file;

import io.metroon.client.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A change of permissions as {@code chmod} takes it: {@code 0755} or {@code u+x,go-w,a=rX}. */
final class ModeChange {
    private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwxXst]*)");

    private final int absolute;
    private final List<Clause> clauses;

    /** One comma-separated part: sets, adds or removes bits within a mask of classes. */
    private record Clause(int classes, char operator, String permissions) {
        int apply(int mode, boolean directory) {
            int bits = bits(mode, directory) & classes;
            return switch (operator) {
                case '+' -> mode | bits;
                case '-' -> mode & ~bits;
                default -> (mode & ~classes) | bits;
            };
        }

        private int bits(int mode, boolean directory) {
            int bits = 0;
            for (int i = 0; i < permissions.length(); i++) {
                bits |= switch (permissions.charAt(i)) {
                    case 'r' -> 0444;
                    case 'w' -> 0222;
                    case 'x' -> 0111;
                    case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
                    case 's' -> 06000;
                    default -> 01000;
                };
            }
            return bits;
        }
    }

    /** To exactly these bits, or, when they are -1, from what an entry has, by clauses. */
    private ModeChange(int absolute, List<Clause> clauses) {
        this.absolute = absolute;
        this.clauses = clauses;
    }

    /** The permissions after the change. */
    int apply(Stat stat) {
        int mode = absolute < 0 ? stat.mode() : absolute;
        for (Clause clause : clauses) {
            mode = clause.apply(mode, stat.isDirectory());
        }
        return mode;
    }

    static ModeChange parse(String text) {
        List<Clause> clauses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher clause = CLAUSE.matcher(part);
            if (!clause.matches()) {
                throw new TypeConversionException("not permissions such as 0755 or u+x,go-w: " + text);
            }
            clauses.add(new Clause(classes(clause.group(1)), clause.group(2).charAt(0), clause.group(3)));
        }
        return new ModeChange(-1, clauses);
    }

    private static int classes(String letters) {
        int classes = letters.isEmpty() || letters.contains("a") ? 07777 : 0;
        classes |= letters.contains("u") ? 04700 : 0;
        classes |= letters.contains("g") ? 02070 : 0;
        return classes | (letters.contains("o") ? 01007 : 0);
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<ModeChange> {
        @Override
        public ModeChange convert(String text) {
            if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
                return parse(text);
            }
            return new ModeChange(new OctalMode().convert(text), List.of());
        }
    }
}
