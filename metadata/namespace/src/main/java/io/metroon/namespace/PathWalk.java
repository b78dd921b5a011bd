package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One walk along a path, as POSIX resolves it: links among the parents are followed, relative ones from the directory
 * that holds them, and {@code .} and {@code ..} in their text mean what they do on disk; {@code ..} of the root is the
 * root, a trailing slash asks for a directory.
 *
 * <p>Bounds: {@link Limits#linksFollowedMax()} links; a path given has at most {@link FilePath#DEPTH_MAX} names. How deep
 * an entry really lies does not matter: a directory moved to a deep place may hold entries that only a link or a second
 * move brings within reach of a path.
 */
final class PathWalk {
    private static final byte[] DOT = {'.'};
    private static final byte[] DOT_DOT = {'.', '.'};

    private final TreeView tree;
    private final FilePath path;
    private final int linksMax;
    private final UnaryOperator<Place> missing;
    private int linksFollowed;
    private int linkNesting;
    private int depth;

    private PathWalk(TreeView tree, FilePath path, int linksMax, UnaryOperator<Place> missing) {
        this.tree = tree;
        this.path = path;
        this.linksMax = linksMax;
        this.missing = missing;
    }

    /**
     * Resolves a path.
     *
     * @param follow whether a link as last component is followed
     * @throws RefusedException ENOENT, ENOTDIR, ELOOP or ENAMETOOLONG at the component that failed; a missing last
     *     component is no failure
     */
    static Place resolve(TreeView tree, FilePath path, boolean follow, int linksMax) {
        return resolve(tree, path, follow, linksMax, UnaryOperator.identity());
    }

    /** The same; what is missing among the path's own parents is first offered to be made. */
    static Place resolve(TreeView tree, FilePath path, boolean follow, int linksMax, UnaryOperator<Place> missing) {
        return new PathWalk(tree, path, linksMax, missing).walkPath(follow);
    }

    /** The inode of the directory that a path leads to, links followed. */
    static long directory(TreeView tree, FilePath path, int linksMax) {
        return Checks.requireDirectory(resolve(tree, path, true, linksMax)).inode();
    }

    private Place walkPath(boolean follow) {
        Place place = Place.itself(path, TreeView.ROOT);
        List<Name> names = path.names();
        for (int i = 0; i < names.size(); i++) {
            long directory = requireDirectory(place);
            depth = i + 1;
            place = step(directory, names.get(i).octets(), follow || depth < names.size());
        }
        return place;
    }

    private Place step(long directory, byte[] name, boolean follow) {
        Place place = new Place(path, directory, name, tree.lookup(directory, name));
        return follow && place.isSymlink() ? followLink(place) : place;
    }

    private Place followLink(Place link) {
        if (++linksFollowed > linksMax) {
            throw refused(ErrorCode.ELOOP, "more than " + linksMax + " symlinks on the way");
        }
        byte[] text = Checks.requireTarget(tree.inode(Checks.requireDentry(link).inode()));
        Place place = Place.itself(path, text[0] == '/' ? TreeView.ROOT : link.directory());
        linkNesting++;
        for (byte[] component : split(text)) {
            place = linkStep(requireDirectory(place), component);
        }
        linkNesting--;
        return place;
    }

    private Place linkStep(long directory, byte[] component) {
        if (Arrays.equals(component, DOT)) {
            return Place.itself(path, directory);
        }
        if (Arrays.equals(component, DOT_DOT)) {
            return Place.itself(path, tree.inode(directory).parent());
        }
        if (component.length > Name.BYTES_MAX) {
            throw refused(ErrorCode.ENAMETOOLONG, "a symlink leads through a name of " + component.length + " bytes");
        }
        return step(directory, component, true);
    }

    private long requireDirectory(Place place) {
        // Only parents that the caller wrote are made; a link to nowhere stays one.
        Dentry dentry = isMissingParent(place) ? missing.apply(place).dentry() : place.dentry();
        if (dentry == null) {
            throw refused(ErrorCode.ENOENT, "no such directory");
        }
        if (!dentry.isDirectory()) {
            throw refused(ErrorCode.ENOTDIR, "not a directory");
        }
        return dentry.inode();
    }

    private boolean isMissingParent(Place place) {
        return place.dentry() == null
                && linkNesting == 0
                && place.name() == path.names().get(depth - 1).octets();
    }

    private RefusedException refused(ErrorCode code, String detail) {
        FilePath failed = path.prefix(depth);
        return RefusedException.at(code, failed, failed + ": " + detail);
    }

    /** The components of a link's text; a trailing slash counts as one more {@code .}. */
    private static List<byte[]> split(byte[] text) {
        List<byte[]> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '/') {
                if (i > start) {
                    components.add(Arrays.copyOfRange(text, start, i));
                }
                start = i + 1;
            }
        }
        if (text[text.length - 1] == '/') {
            components.add(DOT);
        }
        return components;
    }
}
