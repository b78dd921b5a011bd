package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.Facade;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Problem;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;

/** The WebDAV façade, as {@code docs/webdav.md} describes it. */
public final class DavFacade implements Facade {
    private static final String CLASSES = "1, 2, 3";
    // A mount gives its program an I/O error for the first 503, and cannot ask for more: long enough for an election on
    // a
    // busy machine, shorter than the 30 s after which davfs2 gives a server up.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Resource tree;

    /** A façade; {@code cluster} knows how much room there is. */
    public DavFacade(ClusterView cluster) {
        PropfindMethod propfind = new PropfindMethod(cluster);
        tree = Resource.under(Hrefs.PREFIX)
                .serves(HttpMethod.OPTIONS, this::options)
                .serves(HttpMethod.GET, ContentMethods::get)
                .serves(HttpMethod.HEAD, ContentMethods::get)
                .serves(HttpMethod.PUT, ContentMethods::put)
                .serves(HttpMethod.PROPFIND, propfind::answer)
                .serves(HttpMethod.PROPPATCH, ProppatchMethod::answer)
                .serves(HttpMethod.MKCOL, TreeMethods::mkcol)
                .serves(HttpMethod.DELETE, TreeMethods::delete)
                .serves(HttpMethod.COPY, TreeMethods::copy)
                .serves(HttpMethod.MOVE, TreeMethods::move)
                .serves(HttpMethod.LOCK, LockMethods::lock)
                .serves(HttpMethod.UNLOCK, LockMethods::unlock);
    }

    @Override
    public List<Resource> resources() {
        return List.of(tree);
    }

    @Override
    public Duration patience(Duration byDefault) {
        return PATIENCE.compareTo(byDefault) > 0 ? PATIENCE : byDefault;
    }

    @Override
    public Response error(Problem problem) {
        return DavErrors.response(problem);
    }

    /** The root of the server, which Windows asks whether it speaks WebDAV before it asks for a share. Nothing else is there. */
    public Facade serverRoot() {
        Resource root = Resource.at("/").serves(HttpMethod.OPTIONS, this::options);
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            root.serves(method, call -> Future.failedFuture(HttpErrors.noSuchResource()));
        }
        return () -> List.of(root);
    }

    private Future<Response> options(Call call) {
        return Future.succeededFuture(Response.empty(Response.OK)
                .with("DAV", CLASSES)
                .with("MS-Author-Via", "DAV")
                .with(HttpHeaders.ALLOW, tree.allow())
                .with(HttpHeaders.ACCEPT_RANGES, "bytes"));
    }
}
