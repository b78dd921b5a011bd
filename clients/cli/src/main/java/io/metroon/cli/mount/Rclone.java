package io.metroon.cli.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code rclone mount}, to read only: needs no root, and shows times of files. Written through rclone 1.60, a file that is
 * renamed while it is sent stays at the server under its old name, and nobody is told: docs/mounting.md has the figures.
 */
record Rclone() implements Driver {
    @Override
    public String name() {
        return "rclone";
    }

    @Override
    public Optional<String> caution() {
        return Optional.of("It is read-only: to write, mount as root with davfs2 (apt-get install davfs2).");
    }

    @Override
    public Optional<String> lacks(Machine machine) {
        if (machine.program("rclone").isEmpty()) {
            return Optional.of("rclone is not installed: apt-get install rclone fuse3");
        }
        return machine.program("fusermount3").isPresent()
                ? Optional.empty()
                : Optional.of("rclone needs fusermount3: apt-get install fuse3");
    }

    @Override
    public List<String> mount(Machine machine, String url, Path directory, Path state) {
        return List.of(
                machine.called("rclone"),
                "mount",
                ":webdav:",
                directory.toString(),
                // Neither reads nor writes the user's own settings.
                "--config=/dev/null",
                "--cache-dir=" + state.resolve("cache"),
                "--log-file=" + state.resolve("rclone.log"),
                "--read-only",
                // It knows no executable bit: as on a FAT disk, any file may be run.
                "--file-perms=0755",
                "--daemon",
                "--daemon-wait=30s");
    }

    @Override
    public Map<String, String> environment(String url) {
        // ownCloud's dialect has times of files.
        return Map.of("RCLONE_WEBDAV_URL", url, "RCLONE_WEBDAV_VENDOR", "owncloud");
    }

    @Override
    public List<String> unmount(Path directory) {
        return List.of("fusermount3", "-u", directory.toString());
    }
}
