package io.metroon.gateway;

import io.metroon.namespace.IdempotencyKey;
import io.metroon.namespace.ReadMode;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request's headers ask of the service: freshness, patience, and to happen once. */
public final class RequestHeaders {
    private static final ReadMode LINEARIZABLE = new ReadMode.Linearizable();
    private static final Map<String, ReadMode> PLAIN_MODES = Map.of(
            "linearizable", LINEARIZABLE,
            "lease", new ReadMode.Lease(),
            "quorum", new ReadMode.Quorum(),
            "stale", new ReadMode.Stale());
    private static final Pattern AT_LEAST = Pattern.compile("at-least=(\\d{1,18})");
    // Nine digits are eleven days: whoever wants older states wants stale.
    private static final Pattern BOUNDED = Pattern.compile("bounded=(\\d{1,9})");
    private static final Pattern WAIT = Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?([^\",;\\s]*)\"?");
    private static final Pattern BARE_KEY = Pattern.compile("[\\x21\\x23-\\x7e]{1,255}");
    // A structured-field string (RFC 9651): a quote or backslash inside is escaped.
    private static final Pattern QUOTED_KEY =
            Pattern.compile("\"((?:[\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\]){1,255})\"");
    private static final Pattern LOCK_TOKEN = Pattern.compile("[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,255}");
    private static final int WAIT_SECONDS_MAX = 60;

    private RequestHeaders() {}

    /** {@code Metroon-Read}: how fresh the answer must be, linearizable unless said otherwise. */
    public static ReadMode readMode(MultiMap headers) {
        if (headers.contains(HeaderNames.AT)) {
            throw HttpErrors.invalid("Metroon-At is not supported by this version");
        }
        String value = headers.get(HeaderNames.READ);
        if (value == null) {
            return LINEARIZABLE;
        }
        ReadMode plain = PLAIN_MODES.get(value);
        return plain == null ? readModeWithFigure(value) : plain;
    }

    private static ReadMode readModeWithFigure(String value) {
        Matcher atLeast = AT_LEAST.matcher(value);
        if (atLeast.matches()) {
            return new ReadMode.AtLeast(Long.parseLong(atLeast.group(1)));
        }
        Matcher bounded = BOUNDED.matcher(value);
        int millis = bounded.matches() ? Integer.parseInt(bounded.group(1)) : 0;
        if (millis == 0) {
            throw HttpErrors.invalid("Metroon-Read is one of linearizable, lease, quorum, bounded=MS with 1 to"
                    + " 999999999 milliseconds, at-least=REVISION, stale");
        }
        return new ReadMode.Bounded(Duration.ofMillis(millis));
    }

    /** {@code Prefer: wait=SECONDS} (RFC 7240): how long to wait for the service, 0 to 60 s. */
    public static Duration patience(MultiMap headers, Duration byDefault) {
        if (!headers.contains(HeaderNames.PREFER)) {
            return byDefault;
        }
        Matcher wait = WAIT.matcher(String.join(",", headers.getAll(HeaderNames.PREFER)));
        return wait.find() ? seconds(wait.group(1)) : byDefault;
    }

    private static Duration seconds(String text) {
        int seconds = text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
        if (seconds < 0 || seconds > WAIT_SECONDS_MAX) {
            throw HttpErrors.invalid("Prefer: wait is a number of seconds from 0 to " + WAIT_SECONDS_MAX);
        }
        return Duration.ofSeconds(seconds);
    }

    /**
     * The {@code Idempotency-Key} with this text, bare or quoted.
     *
     * @param request what the key stands for; the same octets under the same key are the same attempt
     */
    public static IdempotencyKey idempotencyKey(String text, byte[]... request) {
        return new IdempotencyKey("", unquoted(text), fingerprint(request));
    }

    private static String unquoted(String text) {
        Matcher quoted = QUOTED_KEY.matcher(text);
        if (quoted.matches()) {
            return quoted.group(1).replaceAll("\\\\(.)", "$1");
        }
        if (!BARE_KEY.matcher(text).matches()) {
            throw HttpErrors.invalid("Idempotency-Key has 1 to 255 visible ASCII characters, bare or quoted");
        }
        return text;
    }

    private static byte[] fingerprint(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
            digest.update((byte) '\n');
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@code Metroon-Lock-Token}: lock tokens, separated by commas, with or without angle brackets. */
    public static List<String> lockTokens(MultiMap headers) {
        if (!headers.contains(HeaderNames.LOCK_TOKEN)) {
            return List.of();
        }
        List<String> tokens = new ArrayList<>();
        for (String token :
                String.join(",", headers.getAll(HeaderNames.LOCK_TOKEN)).split(",", -1)) {
            tokens.add(lockToken(token));
        }
        return tokens;
    }

    /** One lock token, with or without angle brackets. */
    public static String lockToken(String text) {
        String bare = text.strip();
        if (bare.startsWith("<") && bare.endsWith(">")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        if (!LOCK_TOKEN.matcher(bare).matches()) {
            throw HttpErrors.invalid("a lock token is a URI of at most 255 visible characters, such as urn:uuid:…");
        }
        return bare;
    }

    /** Whether an {@code Accept} value admits a media type (RFC 9110, 12.5.1); problems are always admitted. */
    static boolean accepts(@Nullable String accept, String mediaType) {
        if (accept == null || accept.isBlank() || accept.equals("*/*")) {
            return true;
        }
        String anySubtype = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.strip().split("\\s*;\\s*", -1);
            boolean named = parts[0].equals(mediaType) || parts[0].equals(anySubtype) || parts[0].equals("*/*");
            if (named && !excluded(parts)) {
                return true;
            }
        }
        return false;
    }

    private static boolean excluded(String[] parts) {
        for (String part : parts) {
            if (part.matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }

    /** Octets of a piece of the request line, which is Latin-1 by then. */
    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
