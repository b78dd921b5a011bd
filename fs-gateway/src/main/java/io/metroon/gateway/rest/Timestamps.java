package io.metroon.gateway.rest;

import io.metroon.gateway.HttpErrors;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Times as RFC 3339 with nine decimals in UTC, from and to nanoseconds since 1970. */
final class Timestamps {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400L;

    private Timestamps() {}

    /** Formats by hand: three of these are in every stat. */
    static String format(long nanosSinceEpoch) {
        long seconds = Math.floorDiv(nanosSinceEpoch, NANOS_PER_SECOND);
        long nanos = Math.floorMod(nanosSinceEpoch, NANOS_PER_SECOND);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, (int) SECONDS_PER_DAY);
        StringBuilder text = new StringBuilder(30);
        digits(text, date.getYear(), 1_000).append('-');
        digits(text, date.getMonthValue(), 10).append('-');
        digits(text, date.getDayOfMonth(), 10).append('T');
        digits(text, second / 3_600, 10).append(':');
        digits(text, second / 60 % 60, 10).append(':');
        digits(text, second % 60, 10).append('.');
        return digits(text, (int) nanos, 100_000_000).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            text.append((char) ('0' + value / place % 10));
        }
        return text;
    }

    /** Parses any RFC 3339 time from 1677 to 2262, the reach of 64 bits of nanoseconds. */
    static long parse(String member, String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw HttpErrors.invalid("\"" + member + "\" is not an RFC 3339 time between 1677 and 2262");
        }
    }
}
