package io.metroon.gateway;

import io.metroon.gateway.rest.RestFacade;
import io.metroon.gateway.webdav.DavFacade;
import io.metroon.gateway.webhdfs.WebHdfsFacade;
import io.metroon.namespace.NamespaceService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The HTTP front of one node: all façades on one port, over one {@link NamespaceService}. It neither knows nor cares
 * what role the node has. Thread-safe.
 */
public final class Gateway {
    private final Vertx vertx;
    private final GatewayConfig config;
    private final Dispatcher dispatcher;
    private final Router router;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final List<String> deployments = Collections.synchronizedList(new ArrayList<>());

    /**
     * Puts a gateway together that keeps small content only, in the namespace; {@link #start} makes it listen.
     *
     * @param vertx whose event loops it uses; not closed by it
     * @param config how it listens and what it bears
     * @param service what answers
     * @param cluster what it can tell about the nodes
     * @param control where changes of the cluster go
     * @param backups where an online backup comes from
     * @param registry where it counts, and what {@code /metrics} shows
     */
    public Gateway(
            Vertx vertx,
            GatewayConfig config,
            NamespaceService service,
            ClusterView cluster,
            ClusterControl control,
            BackupSource backups,
            PrometheusMeterRegistry registry) {
        this(vertx, config, service, new InlineContent(service), cluster, control, backups, registry, List.of());
    }

    /**
     * Puts a gateway together that keeps content of any size.
     *
     * @param contents where large content is kept
     * @param more façades besides those of every gateway
     */
    public Gateway(
            Vertx vertx,
            GatewayConfig config,
            NamespaceService service,
            ContentConfig contents,
            ClusterView cluster,
            ClusterControl control,
            BackupSource backups,
            PrometheusMeterRegistry registry,
            List<Facade> more) {
        this(vertx, config, service, new StoredContent(service, contents), cluster, control, backups, registry, more);
    }

    private Gateway(
            Vertx vertx,
            GatewayConfig config,
            NamespaceService service,
            ContentService contents,
            ClusterView cluster,
            ClusterControl control,
            BackupSource backups,
            PrometheusMeterRegistry registry,
            List<Facade> more) {
        this.vertx = vertx;
        this.config = config;
        Admission admission = new Admission(config.bounds().requestsInFlightMax());
        BrowserRules browserRules = new BrowserRules(config, cluster);
        AnswerWriter writer =
                new AnswerWriter(vertx, service, cluster.nodeId(), browserRules, new HttpMetrics(registry, admission));
        this.dispatcher = new Dispatcher(service, contents, config.bounds(), browserRules, admission, writer);
        Facade rest = new RestFacade(config.version(), cluster, control, backups, registry, draining::get);
        DavFacade dav = new DavFacade(cluster);
        List<Facade> facades = new ArrayList<>(List.of(rest, dav, dav.serverRoot(), new WebHdfsFacade(cluster)));
        facades.addAll(more);
        this.router = dispatcher.router(vertx, facades);
    }

    /**
     * Listens.
     *
     * @return the port, for those who asked for any
     * @throws IllegalStateException when told to bind an address beyond loopback: there are no credentials to ask for
     */
    public Future<Integer> start() {
        requireLoopback(config.host());
        List<HttpServerVerticle> servers = Collections.synchronizedList(new ArrayList<>());
        int port = portForAll();
        return vertx.deployVerticle(
                        () -> {
                            HttpServerVerticle server = new HttpServerVerticle(config, port, router, dispatcher);
                            servers.add(server);
                            return server;
                        },
                        new DeploymentOptions().setInstances(config.eventLoops()))
                .map(deployment -> {
                    deployments.add(deployment);
                    return servers.get(0).actualPort();
                });
    }

    /** Vert.x gives servers that name the same negative port the same free one; another gateway must name another. */
    private int portForAll() {
        return config.port() == 0 ? -ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : config.port();
    }

    private static void requireLoopback(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalStateException("refusing to bind " + host
                        + ": without credentials configured, only loopback addresses are served");
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("cannot bind " + host + ": no such host", e);
        }
    }

    /**
     * Takes no new connections and says it is not ready, lets requests in flight finish within the configured bound,
     * then closes what is left. May be called twice.
     */
    public Future<Void> stop() {
        draining.set(true);
        List<Future<Void>> stops = new ArrayList<>();
        for (String deployment : List.copyOf(deployments)) {
            deployments.remove(deployment);
            stops.add(vertx.undeploy(deployment));
        }
        return Future.join(stops).mapEmpty();
    }
}
