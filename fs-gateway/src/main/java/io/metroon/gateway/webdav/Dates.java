package io.metroon.gateway.webdav;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as HTTP and RFC 4918 write them, from and to nanoseconds since 1970; both know whole seconds only. */
final class Dates {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    // RFC 9110, 5.6.7: two digits for the day, which Java's own RFC 1123 format does not always write.
    private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Dates() {}

    static String http(long nanos) {
        return HTTP.format(instant(nanos));
    }

    static String iso(long nanos) {
        return instant(nanos).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(seconds(nanos));
    }

    static long seconds(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_SECOND);
    }

    /** Seconds since 1970; empty for what is no date, which HTTP says to ignore. */
    static Optional<Long> seconds(@Nullable String httpDate) {
        try {
            return httpDate == null
                    ? Optional.empty()
                    : Optional.of(HTTP.parse(httpDate.strip(), Instant::from).getEpochSecond());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
