package io.metroon.content.s3;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the answers of a store mean, and what an operator can do about them. */
final class Failures {
    private static final Set<String> FULL =
            Set.of("XMinioStorageFull", "QuotaExceeded", "InsufficientCapacity", "StorageQuotaExceeded");
    private static final Map<String, String> ADVICE = Map.of(
            "NoSuchBucket", "; make the bucket, or correct content.settings.bucket",
            "InvalidAccessKeyId", "; correct the credentials",
            "SignatureDoesNotMatch", "; correct the credentials",
            "ExpiredToken", "; renew the credentials",
            "AccessDenied", "; the credentials must allow to list the bucket and to read, write and delete its objects",
            "PermanentRedirect", "; correct content.settings.region or endpoint",
            "AuthorizationHeaderMalformed", "; correct content.settings.region",
            "RequestTimeTooSkewed", "; set the clock of this machine");

    private Failures() {}

    static ContentStoreException of(S3Settings settings, String verb, String name, SdkException failure) {
        String what = settings.place() + ": can't " + verb + " \"" + settings.prefix() + name + "\": ";
        if (failure instanceof AwsServiceException answer) {
            String code = code(answer);
            String told = code.isEmpty() ? "HTTP status " + answer.statusCode() : code;
            return new ContentStoreException(
                    kind(answer.statusCode(), code), what + told + ADVICE.getOrDefault(code, ""), failure);
        }
        return new ContentStoreException(Kind.UNAVAILABLE, what + failure.getMessage(), failure);
    }

    static ContentStoreException closed(S3Settings settings, String verb, String name, IllegalStateException failure) {
        return new ContentStoreException(
                Kind.UNAVAILABLE,
                settings.place() + ": can't " + verb + " \"" + settings.prefix() + name + "\": the store is closed",
                failure);
    }

    private static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    // Only the store's own word for it is absence: a 404 of something in between is not.
    private static Kind kind(int status, String code) {
        if (code.equals("NoSuchKey")) {
            return Kind.MISSING;
        }
        if (code.equals("InvalidRange")) {
            return Kind.DAMAGED;
        }
        return status == 507 || FULL.contains(code) ? Kind.NO_SPACE : Kind.UNAVAILABLE;
    }
}
