package io.metroon.cli.mount;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that shows a WebDAV server as a directory. */
sealed interface Driver permits Davfs2, Rclone {
    /** How it is called on the command line. */
    String name();

    /** What to know of a mount by it, for whoever asked for one; empty when there is nothing. */
    Optional<String> caution();

    /** What it lacks on this machine, as a sentence that names the package; empty when it can mount. */
    Optional<String> lacks(Machine machine);

    /**
     * The command that mounts, and returns when that is done; its files go to {@code state} and nowhere else.
     *
     * @param url of the directory to be shown
     * @throws IOException when a file of its own can't be written
     */
    List<String> mount(Machine machine, String url, Path directory, Path state) throws IOException;

    /** Variables of the environment for that command. */
    Map<String, String> environment(String url);

    /** The command that unmounts, after what was written has gone to the server. */
    List<String> unmount(Path directory);
}
