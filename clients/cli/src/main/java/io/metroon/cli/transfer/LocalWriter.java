package io.metroon.cli.transfer;

import io.metroon.cli.LocalPaths;
import io.metroon.client.Octets;
import io.metroon.client.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives local entries the attributes of those in a namespace. Owners are set by root only. JDK 17 sets times of symbolic
 * links to the microsecond, later ones to the nanosecond. Thread-safe.
 */
final class LocalWriter {
    private final Map<String, UserPrincipal> users = new ConcurrentHashMap<>();
    private final Map<String, GroupPrincipal> groups = new ConcurrentHashMap<>();
    private final boolean root;

    LocalWriter(boolean root) {
        this.root = root;
    }

    /** For whoever runs this process. */
    static LocalWriter ofProcess() throws IOException {
        Path self = Path.of("/proc/self");
        return new LocalWriter(Files.exists(self) && Objects.equals(0, Files.getAttribute(self, "unix:uid")));
    }

    void symlink(Path path, Octets target) throws IOException {
        Files.deleteIfExists(path);
        LocalPaths.createLink(path, target);
    }

    /** Owner first, because a change of owner clears the set-user-id bit; times last. */
    void attributes(Path path, Stat stat) throws IOException {
        if (root) {
            owner(path, stat);
        }
        if (!stat.isSymlink()) {
            Files.setAttribute(path, "unix:mode", stat.mode());
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(stat.mtime()), FileTime.from(stat.atime()), null);
    }

    private void owner(Path path, Stat stat) throws IOException {
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal user = users.get(stat.owner());
        if (user == null) {
            user = names.lookupPrincipalByName(stat.owner());
            users.put(stat.owner(), user);
        }
        GroupPrincipal group = groups.get(stat.group());
        if (group == null) {
            group = names.lookupPrincipalByGroupName(stat.group());
            groups.put(stat.group(), group);
        }
        view.setOwner(user);
        view.setGroup(group);
    }
}
