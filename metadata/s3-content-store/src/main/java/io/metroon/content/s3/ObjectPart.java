package io.metroon.content.s3;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Octets of an object.
 *
 * @param octets that came
 * @param objectBytes how long the whole object is
 * @param position where they begin in it
 */
@SuppressWarnings("ArrayRecordComponent")
record ObjectPart(byte[] octets, long objectBytes, long position) {
    // RFC 9110, 14.4.
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15})");

    /** Reads an answer, of which no more than so many octets are wanted. */
    static ObjectPart read(GetObjectResponse head, AbortableInputStream body, int octetsMax) {
        try {
            byte[] octets = body.readNBytes(octetsMax);
            if (body.read() >= 0) {
                // More than was asked for: the rest is not worth reading.
                body.abort();
            }
            return of(head, octets);
        } catch (IOException e) {
            body.abort();
            throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
        }
    }

    private static ObjectPart of(GetObjectResponse head, byte[] octets) {
        String range = head.contentRange();
        Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range);
        return matcher.matches()
                ? new ObjectPart(octets, Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(1)))
                : new ObjectPart(octets, head.contentLength(), 0);
    }
}
