package io.metroon.node;

import io.metroon.node.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node as one deployable verticle: {@code vertx.deployVerticle(new MetroonNode(config))}. Several may run in one process,
 * each with its own directory and ports.
 *
 * <p>The deployment completes when the gateway listens; {@link #serving} when snapshot and log were read and requests are
 * answered. Undeploying drains the gateway and closes everything cleanly. Deploy it once.
 */
public final class MetroonNode extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MetroonNode.class);

    private final NodeConfig config;
    private final NodeFailure onFailure;
    private final Promise<Void> serving = Promise.promise();
    private @Nullable NodeParts parts;
    private volatile int httpPort;

    /** A node that, if it fails, logs why and answers nothing more. */
    public MetroonNode(NodeConfig config) {
        this(config, (reason, cause) -> {});
    }

    /**
     * A node.
     *
     * @param config its configuration; its directory must have been formatted for it
     * @param onFailure told when the node has to stop
     */
    public MetroonNode(NodeConfig config, NodeFailure onFailure) {
        this.config = config;
        this.onFailure = onFailure;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> NodeParts.open(vertx, config, this::failed))
                .compose(opened -> {
                    parts = opened;
                    return opened.gateway().start();
                })
                .onSuccess(port -> {
                    httpPort = port;
                    LOG.info(
                            "node {} listens on http://{}:{}",
                            config.node(),
                            config.own().http().host(),
                            port);
                    recover(Objects.requireNonNull(parts));
                });
    }

    // Beside the gateway, so that one can ask the node meanwhile how it is.
    private void recover(NodeParts opened) {
        vertx.executeBlocking(() -> {
                    opened.recover();
                    return null;
                })
                .onSuccess(done -> {
                    LOG.info(
                            "node {} has read its log, stands at slot {} and takes part",
                            config.node(),
                            opened.revision());
                    serving.tryComplete();
                })
                .onFailure(failure -> failed("the node can't start", failure));
    }

    /** Completes when the node has read its snapshot and log and takes part in its cluster. */
    public Future<Void> serving() {
        return serving.future();
    }

    /** The port its gateway listens on, for those who configured port 0; 0 before it is deployed. */
    public int httpPort() {
        return httpPort;
    }

    private void failed(String reason, Throwable cause) {
        LOG.error("node {} stops: {}", config.node(), reason, cause);
        serving.tryFail(cause);
        onFailure.onFailure(reason, cause);
    }

    @Override
    public Future<?> stop() {
        NodeParts opened = parts;
        if (opened == null) {
            return Future.succeededFuture();
        }
        LOG.info("node {} drains", config.node());
        // Vert.x undeploys the gateway's servers before this verticle, which drains them; then they are unknown to it.
        return opened.gateway()
                .stop()
                .otherwiseEmpty()
                .compose(stopped -> vertx.executeBlocking(() -> {
                    opened.close();
                    return null;
                }))
                .onSuccess(done -> LOG.info("node {} is closed", config.node()));
    }
}
