package io.metroon.cli.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A bound on a size, such as {@code +10M}.
 *
 * @param sign 1 for more than, -1 for less than, 0 for exactly
 * @param octets the bound
 */
record SizeTest(int sign, long octets) {
    private static final Pattern SHAPE = Pattern.compile("([+-]?)([0-9]{1,15})([kMG]?)");

    boolean matches(long size) {
        return Integer.signum(Long.compare(size, octets)) == sign;
    }

    static SizeTest parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new TypeConversionException("not a size such as 100, +10k or -1M: " + text);
        }
        int shift = 10 * " kMG".indexOf(shape.group(3).isEmpty() ? " " : shape.group(3));
        int sign = shape.group(1).isEmpty() ? 0 : shape.group(1).equals("+") ? 1 : -1;
        return new SizeTest(sign, Long.parseLong(shape.group(2)) << shift);
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<SizeTest> {
        @Override
        public SizeTest convert(String text) {
            return parse(text);
        }
    }
}
