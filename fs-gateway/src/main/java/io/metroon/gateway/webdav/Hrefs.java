package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.PercentCoding;
import io.metroon.namespace.FilePath;
import io.netty.handler.codec.http.HttpScheme;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where entries are on the web, and back. */
final class Hrefs {
    /** The path under which everything is. */
    static final String PREFIX = "/dav";

    private Hrefs() {}

    /** The path of an entry; that of a collection ends with a slash. */
    static String of(FilePath path, boolean collection) {
        String encoded = PREFIX + PercentCoding.encode(path);
        return collection && !path.isRoot() ? encoded + '/' : encoded;
    }

    /**
     * The entry that a reference names; empty when it is on another host, or beyond {@link #PREFIX}.
     *
     * @param reference an absolute path or an absolute URI (RFC 4918, 8.3), as the client wrote it
     * @param host the request's own Host
     */
    static Optional<Target> target(String reference, @Nullable String host) {
        String path = reference.strip();
        int scheme = path.indexOf("://");
        if (scheme > 0) {
            int slash = path.indexOf('/', scheme + 3);
            String authority = path.substring(scheme + 3, slash < 0 ? path.length() : slash);
            if (!isOurs(authority, path.substring(0, scheme), host)) {
                return Optional.empty();
            }
            path = slash < 0 ? "/" : path.substring(slash);
        }
        if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw HttpErrors.invalid("a reference is an absolute URI or an absolute path, without query and fragment");
        }
        boolean within = path.equals(PREFIX) || path.startsWith(PREFIX + "/");
        return within ? Optional.of(PathDecoder.decode(path.substring(PREFIX.length()))) : Optional.empty();
    }

    private static boolean isOurs(String authority, String scheme, @Nullable String host) {
        try {
            String bare = authority.substring(authority.indexOf('@') + 1).toLowerCase(Locale.ROOT);
            URI ours = new URI(scheme + "://" + (host == null ? "localhost" : host.toLowerCase(Locale.ROOT)));
            URI theirs = new URI(scheme + "://" + bare);
            return port(ours) == port(theirs) && String.valueOf(ours.getHost()).equals(theirs.getHost());
        } catch (URISyntaxException e) {
            throw HttpErrors.invalid("a reference is not a URI");
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0
                ? uri.getPort()
                : "https".equals(uri.getScheme()) ? HttpScheme.HTTPS.port() : HttpScheme.HTTP.port();
    }
}
