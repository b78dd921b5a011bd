package io.metroon.cli.mount;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the machine has to mount with.
 *
 * @param environment variables, of which PATH says where programs are
 * @param root whether the command runs as root
 * @param fuse the device that file systems of user space go through
 */
record Machine(Map<String, String> environment, boolean root, Path fuse) {
    /** This one. */
    static Machine here(Map<String, String> environment) {
        return new Machine(environment, "root".equals(System.getProperty("user.name")), Path.of("/dev/fuse"));
    }

    /** A program of PATH. */
    Optional<Path> program(String name) {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** How a program is called: by its path, or by its name where PATH has none. */
    String called(String name) {
        return program(name).map(Path::toString).orElse(name);
    }

    /** Why nothing can be mounted at all, and what helps. */
    Optional<String> lacks() {
        return Files.exists(fuse)
                ? Optional.empty()
                : Optional.of("there is no " + fuse + ": \"modprobe fuse\" as root, or give the container that device;"
                        + " on macOS and Windows see docs/mounting.md");
    }
}
