package io.metroon.gateway;

import io.metroon.namespace.FilePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client sees it, an RFC 9457 problem.
 *
 * @param status the HTTP status
 * @param code why, in the operating system's words
 * @param detail one sentence that names the offending thing
 * @param path the component that failed, absent when none is to blame
 * @param retry whether trying again can help
 * @param headers what the status obliges the answer to carry, such as {@code Allow}
 */
public record Problem(
        int status, String code, String detail, @Nullable FilePath path, Retry retry, List<Response.Header> headers) {

    /** Whether, and how, trying again can help. */
    public enum Retry {
        /** The same request gets the same answer. */
        NO("no"),
        /** Nothing happened; it may go through later. */
        LATER("later"),
        /** It may have happened; the same idempotency key finds out. */
        SAME_KEY("same-key");

        private final String text;

        Retry(String text) {
            this.text = text;
        }

        /** The word in the problem document. */
        public String text() {
            return text;
        }
    }
}
