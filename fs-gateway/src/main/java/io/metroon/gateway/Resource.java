package io.metroon.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A path and what it does for each method. HEAD comes with GET, OPTIONS with everything; any other method is refused
 * with the list of those allowed. Filled at construction of its façade, then only read.
 */
public final class Resource {
    private final String path;
    private final boolean subtree;
    private final Map<HttpMethod, Endpoint> endpoints = new LinkedHashMap<>();

    private record Endpoint(Action action, @Nullable String mediaType, boolean textRefused) {}

    private Resource(String path, boolean subtree) {
        this.path = path;
        this.subtree = subtree;
    }

    /** The resource at exactly this path. */
    public static Resource at(String path) {
        return new Resource(path, false);
    }

    /** The resource at this path and at everything below it. */
    public static Resource under(String path) {
        return new Resource(path, true);
    }

    /** Adds a method that only reads; GET brings HEAD. {@code mediaType} is what it answers, for content negotiation. */
    public Resource reads(HttpMethod method, String mediaType, Action action) {
        endpoints.put(method, new Endpoint(action, mediaType, false));
        if (method.equals(HttpMethod.GET)) {
            endpoints.put(HttpMethod.HEAD, new Endpoint(action, mediaType, false));
        }
        return this;
    }

    /** Adds a method that changes something: it never takes a form or text, which a browser sends unasked. */
    public Resource changes(HttpMethod method, String mediaType, Action action) {
        endpoints.put(method, new Endpoint(action, mediaType, true));
        return this;
    }

    /**
     * Adds a method of a protocol with types of its own, which are not negotiated. A browser sends every method but POST
     * to a foreign server only after asking, so an action for POST has to look whether a browser sent it.
     */
    public Resource serves(HttpMethod method, Action action) {
        endpoints.put(method, new Endpoint(action, null, false));
        return this;
    }

    /** The path without what may follow. */
    public String path() {
        return path;
    }

    /** Whether everything below the path belongs to it too. */
    public boolean isSubtree() {
        return subtree;
    }

    /** The methods with an action of their own. */
    public Set<HttpMethod> methods() {
        return Set.copyOf(endpoints.keySet());
    }

    /** Whether a method has an action of its own. */
    boolean has(HttpMethod method) {
        return endpoints.containsKey(method);
    }

    /** The value of {@code Allow}. */
    public String allow() {
        return Stream.concat(endpoints.keySet().stream(), Stream.of(HttpMethod.OPTIONS))
                .map(HttpMethod::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Checks what can be checked without the body, then runs the method's action. */
    Future<Response> answer(Call call) {
        Endpoint endpoint = endpoints.get(call.method());
        if (endpoint == null) {
            return answerWithoutEndpoint(call);
        }
        if (endpoint.mediaType() != null) {
            call.requireAcceptable(endpoint.mediaType());
        }
        if (endpoint.textRefused()) {
            call.requireNeitherFormNorText();
        }
        return endpoint.action().answer(call);
    }

    private Future<Response> answerWithoutEndpoint(Call call) {
        if (call.method().equals(HttpMethod.OPTIONS)) {
            return Future.succeededFuture(Response.empty(Response.NO_CONTENT).with(HttpHeaders.ALLOW, allow()));
        }
        throw HttpErrors.methodNotAllowed(call.method().name(), allow());
    }
}
