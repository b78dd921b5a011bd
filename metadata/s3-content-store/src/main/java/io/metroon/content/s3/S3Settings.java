package io.metroon.content.s3;

import io.metroon.content.ContentStoreProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the bucket is, as {@code content.settings} of {@code node.yaml} says it. No secret is in it.
 *
 * @param endpoint of the store; null for that of AWS in the region
 * @param bucket which exists already
 * @param region that requests are signed for
 * @param prefix of every key, empty or ending in a slash
 * @param pathStyle whether the bucket is named in the path and not in the host
 * @param credentialsFile in the format of AWS's shared credentials file; null for the environment
 * @param cluster whose chunks these are
 */
record S3Settings(
        @Nullable URI endpoint,
        String bucket,
        String region,
        String prefix,
        boolean pathStyle,
        @Nullable String credentialsFile,
        String cluster) {
    private static final Set<String> NAMES = Set.of(
            "endpoint", "bucket", "region", "prefix", "pathStyle", "credentialsFile", ContentStoreProvider.CLUSTER);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?");
    private static final String REGION_OF_OTHERS = "us-east-1";

    /**
     * Reads and checks the settings.
     *
     * @throws IllegalArgumentException with a sentence that names the setting and says what to do
     */
    static S3Settings of(Map<String, String> settings) {
        requireKnown(settings.keySet());
        URI endpoint = endpoint(settings.get("endpoint"));
        return new S3Settings(
                endpoint,
                bucket(settings.get("bucket")),
                region(settings.get("region"), endpoint),
                prefix(settings.getOrDefault("prefix", "")),
                pathStyle(settings.get("pathStyle"), endpoint),
                settings.get("credentialsFile"),
                settings.getOrDefault(ContentStoreProvider.CLUSTER, ""));
    }

    private static void requireKnown(Set<String> given) {
        Set<String> unknown = new TreeSet<>(given);
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            Set<String> known = new TreeSet<>(NAMES);
            known.remove(ContentStoreProvider.CLUSTER);
            throw wrong(
                    unknown.iterator().next(),
                    "is not a setting of the s3 store; there are " + String.join(", ", known));
        }
    }

    private static @Nullable URI endpoint(@Nullable String given) {
        if (given == null) {
            return null;
        }
        URI endpoint = uri(given);
        if (endpoint.getRawUserInfo() != null) {
            // What it says is not repeated: it may be a secret.
            throw wrong("endpoint", "must not contain credentials; put them in a file that credentialsFile names");
        }
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        boolean bare = endpoint.getRawQuery() == null
                && endpoint.getRawPath().replace("/", "").isEmpty();
        if (!http || endpoint.getHost() == null || !bare) {
            throw wrong("endpoint", "is a URL such as https://s3.example.org:9000, without a path");
        }
        return endpoint;
    }

    private static URI uri(String given) {
        try {
            URI uri = new URI(given);
            return uri.getRawPath() == null ? new URI("opaque", "", "/", null) : uri;
        } catch (URISyntaxException e) {
            throw wrong("endpoint", "is a URL such as https://s3.example.org:9000, without a path");
        }
    }

    private static String bucket(@Nullable String given) {
        if (given == null || !BUCKET.matcher(given).matches()) {
            throw wrong("bucket", "names an existing bucket: 3 to 63 small letters, digits, dots and hyphens");
        }
        return given;
    }

    private static String region(@Nullable String given, @Nullable URI endpoint) {
        if (given != null && !given.isBlank()) {
            return given;
        }
        if (endpoint == null) {
            throw wrong("region", "is missing: name the region of the bucket, or an endpoint if it is not at AWS");
        }
        return REGION_OF_OTHERS;
    }

    private static String prefix(String given) {
        if (given.isEmpty()) {
            return given;
        }
        if (!PREFIX.matcher(given).matches()) {
            throw wrong(
                    "prefix", "is made of letters, digits, dots, hyphens and underscores, with single slashes between");
        }
        return given.endsWith("/") ? given : given + '/';
    }

    private static boolean pathStyle(@Nullable String given, @Nullable URI endpoint) {
        if (given == null) {
            return endpoint != null;
        }
        if (!given.equals("true") && !given.equals("false")) {
            throw wrong("pathStyle", "is true or false");
        }
        return given.equals("true");
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("content.settings." + name + ' ' + what);
    }

    /** The bucket as an operator would look for it. */
    String place() {
        return "bucket " + bucket + " at " + (endpoint == null ? "AWS, region " + region : endpoint);
    }
}
