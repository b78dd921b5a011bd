package io.metroon.cli.mount;

import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code unmount}. */
@Command(
        name = "unmount",
        description = {
            "End what \"metroon mount\" began.",
            "Returns when all that was written in the directory is in the namespace."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class UnmountVerb implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Printing print;

    @Parameters(paramLabel = "DIR", description = "The directory of this machine.")
    private Path directory;

    UnmountVerb(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path target = place();
        String type =
                MountTable.typeAt(target).orElseThrow(() -> new IOException(target + ": nothing is mounted there"));
        Path state = MountState.of(terminal.home(), target);
        if (!Files.isDirectory(state)) {
            throw new IOException(target + ": \"metroon mount\" did not mount it; \"umount\" ends it");
        }
        Driver driver = type.equals("fuse.rclone") ? new Rclone() : new Davfs2();
        Outside.run(driver.unmount(target), Map.of(), state.resolve("output"));
        MountState.delete(state);
        print.json(json -> json.put("directory", target.toString()));
        print.line(target + " is unmounted");
        return 0;
    }

    /** The real path, without asking the directory itself: a mount whose server is dead would not tell. */
    private Path place() throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
    }
}
