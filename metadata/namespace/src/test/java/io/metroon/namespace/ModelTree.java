package io.metroon.namespace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file tree as a beginner would write it: objects that point at each other. It shares nothing with the namespace but the
 * commands, and answers each with {@link #DONE} or the name of an error code.
 */
public final class ModelTree implements Command.Handler<String> {
    /** What a command comes to that is not refused. */
    public static final String DONE = "done";

    static final class Node {
        final EntryType type;
        final TreeMap<String, Node> children = new TreeMap<>();
        Node parent;
        long version;
        long contentVersion;
        long mtime;
        int mode;
        String owner = "root";
        long size;
        byte @Nullable [] content = {};
        boolean chunked;
        byte @Nullable [] layout;

        String target = "";

        final TreeMap<String, String> xattrs = new TreeMap<>();

        Node(EntryType type, @Nullable Node parent, long version, long mtime) {
            this.type = type;
            this.parent = parent == null ? this : parent;
            this.version = version;
            this.contentVersion = version;
            this.mtime = mtime;
            this.mode = type == EntryType.FILE ? 0644 : type == EntryType.DIRECTORY ? 0755 : 0777;
        }

        boolean isDirectory() {
            return type == EntryType.DIRECTORY;
        }

        Node copy(@Nullable Node newParent) {
            Node copy = new Node(type, newParent, version, mtime);
            copy.contentVersion = contentVersion;
            copy.mode = mode;
            copy.owner = owner;
            copy.size = size;
            copy.content = content;
            copy.chunked = chunked;
            copy.layout = layout;
            copy.target = target;
            copy.xattrs.putAll(xattrs);
            children.forEach((name, child) -> copy.children.put(name, child.copy(copy)));
            return copy;
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final ErrorCode code;

        Refused(ErrorCode code) {
            super(code.name(), null, false, false);
            this.code = code;
        }
    }

    private record Spot(
            Node directory, @Nullable String name, @Nullable Node node) {}

    private record Step(String name, boolean written) {}

    final Limits limits;
    Node root = new Node(EntryType.DIRECTORY, null, 0, 0);
    private boolean lastWritten;
    long revision;
    long now;

    /** A tree of a root alone. */
    public ModelTree(Limits limits) {
        this.limits = limits;
    }

    /** What comes next stands at this place of the log. */
    public void at(long revisionNow, long stampMillis) {
        revision = revisionNow;
        now = TimeUnit.MILLISECONDS.toNanos(stampMillis);
    }

    ModelTree copy() {
        ModelTree copy = new ModelTree(limits);
        copy.root = root.copy(null);
        return copy;
    }

    /** Carries out a command that is no batch; {@link #DONE} or the name of an error code. */
    public String run(Command command) {
        Node before = root.copy(null);
        try {
            return command.dispatch(this);
        } catch (Refused e) {
            root = before;
            return e.code.name();
        }
    }

    /** What can be seen of an entry without its bytes, as {@link #line(Stat)}, or the name of an error code. */
    public String stat(FilePath path, boolean follow) {
        return ask(() -> line(there(walk(path, follow, false))));
    }

    /** The names in a directory, or the name of an error code. */
    public String names(FilePath path) {
        return ask(() -> {
            Node node = there(walk(path, true, false));
            return node.isDirectory() ? node.children.navigableKeySet().toString() : refuse(ErrorCode.ENOTDIR);
        });
    }

    /** The bytes of a file, or the name of an error code. */
    public String content(FilePath path) {
        return ask(() -> {
            Node node = there(walk(path, true, false));
            if (node.isDirectory()) {
                return refuse(ErrorCode.EISDIR);
            }
            return node.content == null ? refuse(ErrorCode.ENODATA) : Arrays.toString(node.content);
        });
    }

    private static String ask(Supplier<String> question) {
        try {
            return question.get();
        } catch (Refused e) {
            return e.code.name();
        }
    }

    // Walking: one list of steps to go, into which a link's text is put.

    private Spot walk(FilePath path, boolean follow, boolean makeParents) {
        Deque<Step> todo = new ArrayDeque<>();
        path.names().forEach(name -> todo.add(new Step(name.toString(), true)));
        Spot spot = new Spot(root, null, root);
        int links = 0;
        while (!todo.isEmpty()) {
            Step step = todo.pop();
            Node at = spot.node();
            if (at == null && makeParents && spot.name() != null && lastWritten) {
                at = create(spot, EntryType.DIRECTORY);
            }
            if (at == null) {
                throw new Refused(ErrorCode.ENOENT);
            }
            if (!at.isDirectory()) {
                throw new Refused(ErrorCode.ENOTDIR);
            }
            spot = enter(at, step.name());
            lastWritten = step.written();
            boolean last = todo.isEmpty() && step.written();
            if (spot.node() != null && spot.node().type == EntryType.SYMLINK && (follow || !last)) {
                if (++links > limits.linksFollowedMax()) {
                    throw new Refused(ErrorCode.ELOOP);
                }
                List<Step> more = steps(spot.node());
                Collections.reverse(more);
                more.forEach(todo::push);
                Node start = spot.node().target.startsWith("/") ? root : spot.directory();
                spot = new Spot(start, null, start);
            }
        }
        return spot;
    }

    private static List<Step> steps(Node link) {
        List<Step> steps = new ArrayList<>();
        for (String part : link.target.split("/", -1)) {
            if (!part.isEmpty()) {
                steps.add(new Step(part, false));
            }
        }
        if (link.target.endsWith("/")) {
            steps.add(new Step(".", false));
        }
        return steps;
    }

    private static Spot enter(Node directory, String name) {
        return switch (name) {
            case "." -> new Spot(directory, null, directory);
            case ".." -> new Spot(directory.parent, null, directory.parent);
            default -> new Spot(directory, name, directory.children.get(name));
        };
    }

    private static Node there(Spot spot) {
        if (spot.node() == null) {
            throw new Refused(ErrorCode.ENOENT);
        }
        return spot.node();
    }

    // Changing

    private void touch(Node node) {
        node.version = Math.max(revision, node.version + 1);
    }

    private void names(Node directory) {
        touch(directory);
        directory.mtime = now;
    }

    private void bytes(Node node) {
        node.contentVersion = node.version;
        node.mtime = now;
    }

    private Node create(Spot spot, EntryType type) {
        Node node = new Node(type, spot.directory(), revision, now);
        spot.directory().children.put(spot.name(), node);
        names(spot.directory());
        return node;
    }

    private static void check(Condition condition, @Nullable Node node) {
        // The random run uses only the two conditions with a star: tags carry inode numbers, which a model has not.
        if (condition.ifMatch() != null && node == null) {
            throw new Refused(ErrorCode.ECONDITION);
        }
        if (condition.ifNoneMatch() != null && node != null) {
            throw new Refused(ErrorCode.EEXIST);
        }
    }

    private void set(Node node, Attributes attributes) {
        if (attributes.layout() != null) {
            node.layout = attributes.layout().value();
            bytes(node);
        }
        if (attributes.size() != null && attributes.size() != node.size) {
            resize(node, attributes.size());
        }
        attributes.xattrs().forEach((name, setting) -> {
            if (setting.value() == null) {
                node.xattrs.remove(name);
            } else {
                node.xattrs.put(name, new String(setting.value(), StandardCharsets.UTF_8));
            }
        });
        int xattrBytes = node.xattrs.entrySet().stream()
                .mapToInt(xattr -> xattr.getKey().length() + xattr.getValue().length())
                .sum();
        if (xattrBytes > limits.xattrBytesMax()) {
            throw new Refused(ErrorCode.E2BIG);
        }
        node.mode = attributes.mode() == null ? node.mode : attributes.mode();
        node.owner = attributes.owner() == null ? node.owner : attributes.owner();
        node.mtime = attributes.mtimeNanos() == null ? node.mtime : attributes.mtimeNanos();
    }

    private void resize(Node node, long size) {
        boolean here = node.content != null && node.size > 0;
        if (size == 0) {
            node.content = new byte[0];
            node.chunked = false;
        } else if (node.chunked) {
            throw new Refused(ErrorCode.EINVAL);
        } else if (!here) {
            node.content = null;
        } else if (size <= limits.contentBytesMax()) {
            node.content = Arrays.copyOf(node.content, (int) size);
        } else if (node.layout != null) {
            node.content = null;
        } else {
            throw new Refused(ErrorCode.EFBIG);
        }
        node.size = size;
        bytes(node);
    }

    @Override
    public String handle(Command.Create create) {
        Spot spot = walk(create.path(), false, create.parents());
        if (spot.node() != null) {
            check(create.condition(), spot.node());
            boolean keep = create.ifExists() == Command.IfExists.KEEP && spot.node().type == create.type();
            return keep ? DONE : refuse(ErrorCode.EEXIST);
        }
        check(create.condition(), null);
        Node node = new Node(create.type(), spot.directory(), revision, now);
        node.target = create.target() == null ? "" : new String(create.target(), StandardCharsets.UTF_8);
        set(node, create.attributes());
        spot.directory().children.put(spot.name(), node);
        names(spot.directory());
        return DONE;
    }

    private static String refuse(ErrorCode code) {
        throw new Refused(code);
    }

    @Override
    public String handle(Command.PutContent put) {
        if (put.content().length > limits.contentBytesMax()) {
            return refuse(ErrorCode.EFBIG);
        }
        Node node = written(put.path(), put.condition());
        node.content = put.content();
        node.chunked = false;
        node.size = put.content().length;
        bytes(node);
        return DONE;
    }

    private Node written(FilePath path, Condition condition) {
        Spot spot = walk(path, true, false);
        Node node = spot.node();
        if (node != null && node.isDirectory()) {
            throw new Refused(ErrorCode.EISDIR);
        }
        check(condition, node);
        if (node == null) {
            return create(spot, EntryType.FILE);
        }
        touch(node);
        return node;
    }

    @Override
    public String handle(Command.PutChunks put) {
        Node node = written(put.path(), put.condition());
        node.content = null;
        node.chunked = true;
        node.size = put.chunks().stream().mapToLong(Chunk::length).sum();
        bytes(node);
        return DONE;
    }

    @Override
    public String handle(Command.StageChunks stage) {
        return DONE;
    }

    @Override
    public String handle(Command.SetAttributes change) {
        Node node = there(walk(change.path(), change.follow(), false));
        if (change.mustBeDirectory() && !node.isDirectory()) {
            return refuse(ErrorCode.ENOTDIR);
        }
        boolean file = node.type == EntryType.FILE;
        if (!file && (change.attributes().size() != null || change.attributes().layout() != null)) {
            return refuse(ErrorCode.EINVAL);
        }
        check(change.condition(), node);
        if (!change.attributes().equals(Attributes.NONE)) {
            touch(node);
            set(node, change.attributes());
        }
        return DONE;
    }

    @Override
    public String handle(Command.Delete delete) {
        Spot spot = walk(delete.path(), false, false);
        if (spot.name() == null) {
            return refuse(ErrorCode.EBUSY);
        }
        Node node = there(spot);
        if (delete.mustBeDirectory() && !node.isDirectory()) {
            return refuse(ErrorCode.ENOTDIR);
        }
        if (!node.children.isEmpty() && !delete.recursive()) {
            return refuse(ErrorCode.ENOTEMPTY);
        }
        spot.directory().children.remove(spot.name());
        names(spot.directory());
        return DONE;
    }

    @Override
    public String handle(Command.Rename rename) {
        Spot from = walk(rename.from(), false, false);
        Node moved = there(from);
        if (from.name() == null) {
            return refuse(ErrorCode.EBUSY);
        }
        Spot to = walk(rename.to(), false, false);
        if (to.name() == null) {
            return refuse(ErrorCode.EBUSY);
        }
        if (rename.fromVersion() != null && rename.fromVersion() != moved.version) {
            return refuse(ErrorCode.ECONDITION);
        }
        if (rename.toVersion() != null && (to.node() == null || rename.toVersion() != to.node().version)) {
            return refuse(ErrorCode.ECONDITION);
        }
        return switch (rename.mode()) {
            case NOREPLACE -> to.node() != null ? refuse(ErrorCode.EEXIST) : move(from, to);
            case REPLACE -> replace(from, to);
            case EXCHANGE -> to.node() == null ? refuse(ErrorCode.ENOENT) : exchange(from, to);
            case DISPLACE -> displace(from, to);
        };
    }

    private String replace(Spot from, Spot to) {
        Node moved = there(from);
        Node other = to.node();
        if (moved == other) {
            return DONE;
        }
        requireOutside(moved, to.directory());
        if (other != null && moved.isDirectory() && !other.isDirectory()) {
            return refuse(ErrorCode.ENOTDIR);
        }
        if (other != null && !moved.isDirectory() && other.isDirectory()) {
            return refuse(ErrorCode.EISDIR);
        }
        if (other != null && !other.children.isEmpty()) {
            return refuse(ErrorCode.ENOTEMPTY);
        }
        return move(from, to);
    }

    private String displace(Spot from, Spot to) {
        if (to.node() == null || to.node() == there(from)) {
            return replace(from, to);
        }
        requireOutside(there(from), to.directory());
        requireOutside(to.node(), from.directory());
        return move(from, to);
    }

    private String move(Spot from, Spot to) {
        Node moved = there(from);
        requireOutside(moved, to.directory());
        from.directory().children.remove(from.name());
        to.directory().children.put(to.name(), moved);
        moved.parent = to.directory();
        touch(moved);
        parentsOf(from, to);
        return DONE;
    }

    private String exchange(Spot from, Spot to) {
        Node moved = there(from);
        Node other = there(to);
        if (moved == other) {
            return DONE;
        }
        requireOutside(moved, to.directory());
        requireOutside(other, from.directory());
        from.directory().children.put(from.name(), other);
        to.directory().children.put(to.name(), moved);
        moved.parent = to.directory();
        other.parent = from.directory();
        touch(moved);
        touch(other);
        parentsOf(from, to);
        return DONE;
    }

    private void parentsOf(Spot from, Spot to) {
        names(from.directory());
        if (to.directory() != from.directory()) {
            names(to.directory());
        }
    }

    private void requireOutside(Node moved, Node directory) {
        for (Node at = directory; ; at = at.parent) {
            if (at == moved && moved.isDirectory()) {
                throw new Refused(ErrorCode.EINVAL);
            }
            if (at == root) {
                return;
            }
        }
    }

    @Override
    public String handle(Command.Copy copy) {
        Node source = there(walk(copy.from(), copy.follow(), false));
        if (source.type == EntryType.FILE && source.content == null && !source.chunked) {
            return refuse(ErrorCode.ENODATA);
        }
        Spot to = walk(copy.to(), false, false);
        Node node = to.node();
        // Of a directory that is copied into itself: as it was before it got one more name.
        long mtime = source.mtime;
        if (node != null && (!copy.overwrite() || source.type != EntryType.FILE || node.type != EntryType.FILE)) {
            return refuse(ErrorCode.EEXIST);
        }
        if (node == source) {
            return DONE;
        }
        if (node == null) {
            node = create(to, source.type);
            node.mode = source.mode;
            node.owner = source.owner;
            node.target = source.target;
        } else {
            touch(node);
        }
        if (source.type == EntryType.FILE) {
            node.content = source.content;
            node.chunked = source.chunked;
            node.size = source.size;
            bytes(node);
        }
        node.xattrs.clear();
        node.xattrs.putAll(source.xattrs);
        node.mtime = mtime;
        return DONE;
    }

    @Override
    public String handle(Command.Lock lock) {
        throw new IllegalStateException("locks have a model of their own");
    }

    @Override
    public String handle(Command.RefreshLock refreshLock) {
        throw new IllegalStateException("locks have a model of their own");
    }

    @Override
    public String handle(Command.Unlock unlock) {
        throw new IllegalStateException("locks have a model of their own");
    }

    @Override
    public String handle(Command.Guarded guarded) {
        throw new IllegalStateException("locks have a model of their own");
    }

    @Override
    public String handle(Command.Transaction transaction) {
        transaction.commands().forEach(command -> command.dispatch(this));
        return DONE;
    }

    @Override
    public String handle(Command.Batch batch) {
        throw new IllegalStateException("a run gives a batch item by item");
    }

    @Override
    public String handle(Command.Reclaim reclaim) {
        return DONE;
    }

    /** One line for each entry: everything that can be seen of it. */
    Map<String, String> lines() {
        Map<String, String> lines = new TreeMap<>();
        addLines("", root, lines);
        return lines;
    }

    private static void addLines(String path, Node node, Map<String, String> lines) {
        String bytes = node.content == null ? "absent" : Arrays.toString(node.content);
        lines.put(path + "/", line(node) + " " + (node.type == EntryType.FILE ? bytes : ""));
        node.children.forEach((name, child) -> addLines(path + "/" + name, child, lines));
    }

    private static String line(Node node) {
        long size = node.type == EntryType.SYMLINK ? node.target.length() : node.size;
        return line(node.type, size, node.mode, node.owner, node.mtime, node.version, node.contentVersion) + " "
                + node.target + " " + node.xattrs + " " + Arrays.toString(node.layout);
    }

    /** The same of the namespace's own answer. */
    public static String line(Stat stat) {
        String target = stat.target() == null ? "" : new String(stat.target(), StandardCharsets.UTF_8);
        Map<String, String> xattrs = new TreeMap<>();
        stat.xattrs().forEach((name, value) -> xattrs.put(name, new String(value, StandardCharsets.UTF_8)));
        return line(
                        stat.type(),
                        stat.size(),
                        stat.mode(),
                        stat.owner(),
                        stat.mtimeNanos(),
                        stat.version(),
                        stat.contentVersion())
                + " " + target + " " + xattrs + " " + Arrays.toString(stat.layout());
    }

    private static String line(
            EntryType type, long size, int mode, String owner, long mtime, long version, long content) {
        return type + " " + size + " " + mode + " " + owner + " " + mtime + " v" + version + " c" + content;
    }
}
