package io.metroon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metroon.client.MetroonClient;
import io.metroon.client.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster a verb talks to. */
public final class ClusterOptions {
    private static final String DEFAULT_ENDPOINT = "http://127.0.0.1:8420";
    private static final int PROBE_MILLIS = 1_000;
    private static final int BULK_SECONDS_MIN = 60;

    private final Terminal terminal;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec verb;

    @Option(
            names = "--endpoints",
            paramLabel = "URLS",
            description = "Nodes to talk to, comma-separated. Default: METROON_ENDPOINTS, else the cluster of --data.")
    private @Nullable String endpoints;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of a cluster started by \"metroon up\". Default: ~/.metroon/default.")
    private @Nullable Path data;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long a request may take, retries included. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    ClusterOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * A client of the cluster, one of whose nodes accepts connections.
     *
     * @throws UnavailableException when none does
     */
    public MetroonClient connect() {
        return builder().discovery(false).build();
    }

    /**
     * A client for bulk work, which is patient: a batch of 500 operations may take a loaded node longer than a person
     * would wait for one. Refusals as for {@link #connect}.
     */
    public MetroonClient.Builder bulk() {
        Duration timeout = Duration.ofSeconds(Math.max(timeoutSeconds, BULK_SECONDS_MIN));
        return builder().timeout(timeout).attemptTimeout(timeout.dividedBy(3));
    }

    /** A builder for a client of the cluster; refusals as for {@link #connect}. */
    public MetroonClient.Builder builder() {
        String urls = urls();
        try {
            MetroonClient.Builder builder =
                    MetroonClient.builder().endpoints(urls).timeout(Duration.ofSeconds(timeoutSeconds));
            String unused = listener();
            return builder;
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(verb.commandLine(), String.valueOf(malformed.getMessage()));
        }
    }

    /** The endpoints, comma-separated. */
    public String urls() {
        if (endpoints != null) {
            return endpoints;
        }
        String environment = terminal.environment().getOrDefault("METROON_ENDPOINTS", "");
        if (data == null && !environment.isBlank()) {
            return environment;
        }
        return ofDirectory(data == null ? terminal.home().resolve(".metroon/default") : data);
    }

    /** The directory whose cluster it is; empty when the nodes were named by URL. */
    public Optional<Path> directory() {
        boolean named = endpoints != null
                || (data == null
                        && !terminal.environment()
                                .getOrDefault("METROON_ENDPOINTS", "")
                                .isBlank());
        return named
                ? Optional.empty()
                : Optional.of(data == null ? terminal.home().resolve(".metroon/default") : data);
    }

    private String ofDirectory(Path directory) {
        Path file = directory.resolve("cluster.json");
        if (!Files.exists(file)) {
            if (data != null) {
                throw new ParameterException(
                        verb.commandLine(),
                        "no cluster in " + data + "; start one with \"metroon up --data " + data + "\"");
            }
            return DEFAULT_ENDPOINT;
        }
        try {
            List<String> urls = new ArrayList<>();
            JsonNode cluster = new ObjectMapper().readTree(file.toFile());
            cluster.path("nodes").forEach(node -> urls.add(node.path("http").asText()));
            return urls.isEmpty() ? DEFAULT_ENDPOINT : String.join(",", urls);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The URL of the first node that accepts connections. The client would try again until its timeout; a person who forgot
     * to start a cluster should not wait for that.
     *
     * @throws UnavailableException when none does
     */
    public String listener() {
        String urls = urls();
        return Arrays.stream(urls.split(",", -1))
                .map(String::trim)
                .map(url -> url.contains("://") ? url : "http://" + url)
                .filter(ClusterOptions::listens)
                .findFirst()
                .orElseThrow(() -> new UnavailableException(
                        "nothing listens at " + urls + "; start a cluster with \"metroon up\""));
    }

    private static boolean listens(String url) {
        URI uri = URI.create(url);
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), PROBE_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
