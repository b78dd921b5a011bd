package io.metroon.cli.mount;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mount}. */
@Command(
        name = "mount",
        description = {
            "Show a directory of the namespace as a directory of this machine.",
            "By davfs2, or by rclone, which is to read only: see docs/mounting.md for what such a mount can do."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class MountVerb implements Callable<Integer> {
    /** By what. */
    enum With {
        /** davfs2, as root. */
        DAVFS2,
        /** rclone, to read only. */
        RCLONE;

        private Driver driver() {
            return switch (this) {
                case DAVFS2 -> new Davfs2();
                case RCLONE -> new Rclone();
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "--webdav", required = true, description = "Through WebDAV: there is no other way yet.")
    @SuppressWarnings("UnusedVariable") // picocli asks for it
    private boolean webdav;

    @Option(names = "--with", paramLabel = "PROGRAM", description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable With with;

    @Parameters(index = "0", paramLabel = "PATH", description = "The directory of the namespace.")
    private MetroonPath path;

    @Parameters(index = "1", paramLabel = "DIR", description = "An empty directory of this machine.")
    private Path directory;

    MountVerb(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Machine machine = Machine.here(terminal.environment());
        Driver driver = driver(machine);
        Path target = emptyDirectory();
        String node = node();
        mount(machine, driver, node + "/dav" + path.encoded(), target);
        print.json(json -> json.put("path", path.encoded())
                .put("directory", target.toString())
                .put("with", driver.name())
                .put("node", node));
        print.line(path + " is mounted at " + target + " by " + driver.name() + ", through " + node);
        driver.caution().ifPresent(print::line);
        print.line("See: findmnt " + target + "    End: metroon unmount " + target);
        return 0;
    }

    private Driver driver(Machine machine) throws IOException {
        if (machine.lacks().isPresent()) {
            throw new IOException(machine.lacks().get());
        }
        List<Driver> wanted =
                with == null ? Arrays.stream(With.values()).map(With::driver).toList() : List.of(with.driver());
        for (Driver driver : wanted) {
            if (driver.lacks(machine).isEmpty()) {
                return driver;
            }
        }
        throw new IOException("nothing to mount with: "
                + String.join(
                        "; or ",
                        wanted.stream()
                                .flatMap(each -> each.lacks(machine).stream())
                                .toList()));
    }

    private Path emptyDirectory() throws IOException {
        Path target = directory.toRealPath();
        if (MountTable.typeAt(target).isPresent()) {
            throw new IOException(target + ": something is mounted there already");
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new IOException(target + ": not empty");
            }
        }
        return target;
    }

    /** The first node that listens, once the path is known to be a directory. */
    private String node() throws IOException {
        try (MetroonClient client = cluster.connect()) {
            if (!client.blocking().stat(path).isDirectory()) {
                throw new IOException(path + ": not a directory of the namespace");
            }
        }
        return cluster.listener().replaceAll("/+$", "");
    }

    private void mount(Machine machine, Driver driver, String url, Path target) throws IOException {
        Path state = MountState.of(terminal.home(), target);
        Files.createDirectories(state);
        List<String> command = driver.mount(machine, url, target, state);
        Outside.run(command, driver.environment(url), state.resolve("output"));
        if (MountTable.typeAt(target).isEmpty()) {
            throw new IOException(
                    driver.name() + " says that it mounted " + target + ", but nothing is there; see " + state);
        }
    }
}
