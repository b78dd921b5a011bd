package io.metroon.cli.file;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads permissions such as {@code 0755}. */
final class OctalMode implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        if (!text.matches("[0-7]{1,5}") || Integer.parseInt(text, 8) > 07777) {
            throw new TypeConversionException("not permissions in octal, 0 to 7777: " + text);
        }
        return Integer.parseInt(text, 8);
    }
}
