package io.metroon.cli.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mount.davfs}: mounts as root, and keeps the executable bit. */
record Davfs2() implements Driver {
    private static final String CONFIG = """
            # Made by "metroon mount".
            ask_auth 0
            # Kernels since 6.x ask for more of a directory at once than the 16 KiB that davfs2 gives by itself.
            buf_size 64
            # What a program closed is on its way at once, and not ten seconds later.
            delay_upload 0
            use_locks 1
            """;

    @Override
    public String name() {
        return "davfs2";
    }

    @Override
    public Optional<String> caution() {
        return Optional.empty();
    }

    @Override
    public Optional<String> lacks(Machine machine) {
        if (machine.program("mount.davfs").isEmpty()) {
            return Optional.of("davfs2 is not installed: apt-get install davfs2");
        }
        return machine.root() ? Optional.empty() : Optional.of("davfs2 mounts for root only: use sudo");
    }

    @Override
    public List<String> mount(Machine machine, String url, Path directory, Path state) throws IOException {
        Path config = state.resolve("davfs2.conf");
        Files.writeString(config, CONFIG);
        return List.of(
                machine.called("mount.davfs"), "-o", "conf=" + config + owner(machine), url, directory.toString());
    }

    /** Who used sudo is to own the files. */
    private static String owner(Machine machine) {
        String user = machine.environment().getOrDefault("SUDO_UID", "");
        String group = machine.environment().getOrDefault("SUDO_GID", "");
        return user.matches("\\d+") && group.matches("\\d+") ? ",uid=" + user + ",gid=" + group : "";
    }

    @Override
    public Map<String, String> environment(String url) {
        return Map.of();
    }

    @Override
    public List<String> unmount(Path directory) {
        // Waits until what was written has been sent.
        return List.of("umount", directory.toString());
    }
}
