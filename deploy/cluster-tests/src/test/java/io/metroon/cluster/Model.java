package io.metroon.cluster;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A plain file tree: what the namespace must behave like. Paths to whether they are directories; the root is there. */
final class Model {
    private static final int CREATED = 201;
    static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final TreeMap<String, Boolean> tree = new TreeMap<>();

    Model() {
        tree.put("", true);
    }

    /** One that changes apart from this one. */
    Model copy() {
        Model copy = new Model();
        copy.tree.putAll(tree);
        return copy;
    }

    int stat(String path) {
        int walked = walk(path);
        return walked != 0 ? walked : tree.containsKey(path) ? OK : NOT_FOUND;
    }

    int list(String path) {
        int found = stat(path);
        return found == OK && !Boolean.TRUE.equals(tree.get(path)) ? CONFLICT : found;
    }

    /** The names in a directory. */
    List<String> names(String directory) {
        int length = directory.length() + 1;
        return tree.subMap(directory + "/", directory + "0").keySet().stream()
                .map(path -> path.substring(length))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    /** The status of walking to the parent, or 0 when that is a directory. */
    private int walk(String path) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            Boolean directory = tree.get(path.substring(0, slash));
            if (directory == null) {
                return NOT_FOUND;
            }
            if (!directory) {
                return CONFLICT;
            }
        }
        return 0;
    }

    int create(String path, boolean directory) {
        int walked = walk(path);
        if (walked != 0) {
            return walked;
        }
        return tree.putIfAbsent(path, directory) == null ? CREATED : CONFLICT;
    }

    int delete(String path) {
        int walked = walk(path);
        if (walked != 0) {
            return walked;
        }
        if (!tree.containsKey(path)) {
            return NOT_FOUND;
        }
        if (hasEntries(path)) {
            return CONFLICT;
        }
        tree.remove(path);
        return NO_CONTENT;
    }

    private boolean hasEntries(String path) {
        String next = tree.higherKey(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    /** With noreplace: an existing target refuses. */
    int rename(String from, String to) {
        int walked = walk(from);
        if (walked == 0 && !tree.containsKey(from)) {
            walked = NOT_FOUND;
        }
        walked = walked != 0 ? walked : walk(to);
        if (walked != 0) {
            return walked;
        }
        if (tree.containsKey(to)) {
            return CONFLICT;
        }
        if (to.startsWith(from + "/")) {
            return BAD_REQUEST;
        }
        move(from, to);
        return OK;
    }

    private void move(String from, String to) {
        tree.put(to, tree.remove(from));
        TreeMap<String, Boolean> below = new TreeMap<>(tree.subMap(from + "/", from + "0"));
        below.forEach((path, directory) -> {
            tree.remove(path);
            tree.put(to + path.substring(from.length()), directory);
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Model model && tree.equals(model.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    /** All names but the root's. */
    SortedMap<String, Boolean> entries() {
        TreeMap<String, Boolean> entries = new TreeMap<>(tree);
        entries.remove("");
        return entries;
    }
}
