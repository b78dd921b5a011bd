package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.vertx.core.MultiMap;
import java.util.Locale;

/** The Depth header (RFC 4918, 10.2). */
enum Depth {
    ZERO,
    ONE,
    INFINITY;

    /** What a request says; infinity when it says nothing. */
    static Depth of(MultiMap headers) {
        String text = headers.get("Depth");
        return switch (text == null ? "infinity" : text.strip().toLowerCase(Locale.ROOT)) {
            case "0" -> ZERO;
            case "1" -> ONE;
            case "infinity" -> INFINITY;
            default -> throw HttpErrors.invalid("Depth is 0, 1 or infinity");
        };
    }

    /** The same where only 0 and infinity mean something. */
    static Depth zeroOrInfinity(MultiMap headers) {
        Depth depth = of(headers);
        if (depth == ONE) {
            throw HttpErrors.invalid("Depth is 0 or infinity here");
        }
        return depth;
    }
}
