package io.metroon.cli;

import io.metroon.client.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Command-line arguments byte for byte. The JVM decodes them by the locale and loses what it cannot decode, so those
 * that look odd are taken from {@code /proc/self/cmdline}. Octets that are not UTF-8 travel as lone surrogates
 * {@code U+DC80} to {@code U+DCFF}, one an octet, as Python's {@code surrogateescape} does (PEP 383).
 */
final class Arguments {
    private static final int ESCAPE = 0xDC00;

    private Arguments() {}

    /** The arguments with no octet lost, as far as the system tells. */
    static String[] exact(String[] decoded) {
        boolean plain = Arrays.stream(decoded).allMatch(Arguments::isAscii);
        return plain ? decoded : fromSystem(decoded, Path.of("/proc/self/cmdline"));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String[] fromSystem(String[] decoded, Path commandLine) {
        try {
            List<byte[]> all = split(Files.readAllBytes(commandLine));
            int first = all.size() - decoded.length;
            return first < 0
                    ? decoded
                    : all.subList(first, all.size()).stream()
                            .map(Arguments::escaped)
                            .toArray(String[]::new);
        } catch (IOException notLinux) {
            return decoded;
        }
    }

    private static List<byte[]> split(byte[] octets) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == 0) {
                parts.add(Arrays.copyOfRange(octets, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    /** Text in which octets that are not UTF-8 are lone surrogates. */
    static String escaped(byte[] octets) {
        if (Octets.of(octets).isUtf8()) {
            return new String(octets, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            text.append((char) (octet < 0 ? ESCAPE | (octet & 0xFF) : octet));
        }
        return text.toString();
    }

    /** The octets of text from {@link #escaped}. */
    static byte[] octets(String text) {
        boolean escaped = text.chars().anyMatch(c -> c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF)
                && text.chars().noneMatch(c -> Character.isHighSurrogate((char) c));
        if (!escaped) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        text.chars().forEach(octets::write); // the low eight bits: the octet itself
        return octets.toByteArray();
    }
}
