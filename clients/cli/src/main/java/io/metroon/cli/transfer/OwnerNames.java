package io.metroon.cli.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** The names behind ids of users and groups, each asked for once; an id without a name stays a decimal number. */
final class OwnerNames {
    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();

    String user(int id, Path example) throws IOException {
        String known = users.get(id);
        if (known == null) {
            known = posix(example).owner().getName();
            users.put(id, known);
        }
        return known;
    }

    String group(int id, Path example) throws IOException {
        String known = groups.get(id);
        if (known == null) {
            known = posix(example).group().getName();
            groups.put(id, known);
        }
        return known;
    }

    private static PosixFileAttributes posix(Path example) throws IOException {
        return Files.readAttributes(example, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
