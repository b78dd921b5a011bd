package io.metroon.node;

import io.metroon.node.config.ConfigException;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeConfigFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a node in this process until the process is told to stop. */
public final class NodeRun {
    private static final long CLOSE_SECONDS_MAX = 25;

    private final Path file;
    private final Logger log = LoggerFactory.getLogger(NodeRun.class);

    /** A run with the configuration in this file. */
    public NodeRun(Path file) {
        this.file = file;
    }

    /** Chooses how this process logs, unless the command line did; before the first logger is made. */
    public static void logPlainly() {
        String where = System.getProperty("metroon.node.log") == null ? "logback-node.xml" : "logback-node-file.xml";
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/metroon/node/" + where);
        }
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
    }

    /** Deploys the node and waits until SIGTERM ends the process; returns a code of {@link NodeExit} if it can't start. */
    public int untilStopped() {
        try {
            NodeConfig config = NodeConfigFile.read(file);
            Vertx vertx = Vertx.vertx();
            vertx.deployVerticle(new MetroonNode(config, NodeRun::fail))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(vertx), "metroon-shutdown"));
            new CountDownLatch(1).await();
        } catch (ConfigException | IOException e) {
            log.error("{}", e.getMessage());
        } catch (CompletionException e) {
            log.error("the node can't start: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            log.error("the node's main thread was interrupted");
        }
        return NodeExit.REFUSED;
    }

    private void close(Vertx vertx) {
        log.info("told to stop");
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        try {
            if (!closed.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.warn("not closed after {} s; the next start recovers", CLOSE_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            log.warn("interrupted while closing; the next start recovers");
        }
        Runtime.getRuntime().halt(NodeExit.STOPPED);
    }

    // Not System.exit: a clean close would write to a disk that failed, from a state that can't be trusted.
    private static void fail(String reason, Throwable cause) {
        Runtime.getRuntime().halt(NodeExit.FAILED);
    }
}
