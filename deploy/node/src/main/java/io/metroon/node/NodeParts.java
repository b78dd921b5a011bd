package io.metroon.node;

import io.metroon.gateway.Gateway;
import io.metroon.gateway.GatewayConfig;
import io.metroon.namespace.Limits;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.mapdb.MapDbNamespaceStore;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.CoreFactory;
import io.metroon.replica.Replica;
import io.metroon.replica.ReplicaConfig;
import io.metroon.replica.ReplicaSettings;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.transport.TcpPeerNetwork;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that a node is made of, put together, and taken apart in the right order. */
final class NodeParts {
    private static final Logger LOG = LoggerFactory.getLogger(NodeParts.class);
    private static final long HOUSEKEEPING_MILLIS = 100;

    private final Vertx vertx;
    private final NodeConfig config;
    private final DirectoryLock lock;
    private final Disk disk;
    private final Namespace namespace;
    private final Readers readers;
    private final ReplicatedNamespace service;
    private final NodeClusterView view;
    private final NodeMetrics metrics;
    private final RealSurroundings surroundings;
    private final Gateway gateway;
    private final AtomicBoolean failed = new AtomicBoolean();
    private @Nullable Replica<Answer> replica;
    private long housekeeping = -1;
}
