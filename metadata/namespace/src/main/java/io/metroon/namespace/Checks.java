package io.metroon.namespace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every check whose failure is a {@link Refusal}: each returns what it checked, or throws {@link RefusedException}. What
 * the caller got wrong is refused; what must not be so in a sound tree is an {@link IllegalStateException}.
 */
final class Checks {
    /** The largest size: JSON numbers are exact below it. */
    static final long SIZE_MAX = (1L << 53) - 1;

    private static final long COPIED_BYTES_MAX = 1L << 36;
    private static final int MODE_MAX = 07777;
    private static final int TARGET_BYTES_MAX = 4095;
    private static final int PRINCIPAL_BYTES_MAX = 255;
    private static final int XATTR_NAME_BYTES_MAX = 255;
    private static final int GLOB_CHARS_MAX = 1024;
    private static final int KEY_CHARS_MAX = 255;
    private static final int RECLAIM_ENTRIES_MAX = 10_000;
    private static final int PAGE_ENTRIES_MAX = 10_000;

    private Checks() {}

    // Entries

    static Dentry requireDentry(Place place) {
        Dentry dentry = place.dentry();
        if (dentry == null) {
            throw refused(ErrorCode.ENOENT, place.path(), "no such file or directory");
        }
        return dentry;
    }

    static Dentry requireDirectory(Place place) {
        Dentry dentry = requireDentry(place);
        if (!dentry.isDirectory()) {
            throw refused(ErrorCode.ENOTDIR, place.path(), "not a directory");
        }
        return dentry;
    }

    /** The name that a place has; only the root, or a link to {@code .} or {@code ..}, has none. */
    static byte[] requireName(Place place) {
        byte[] name = place.name();
        if (name == null) {
            throw refused(ErrorCode.EBUSY, place.path(), "the root directory stays where it is");
        }
        return name;
    }

    static void requireFile(Place place) {
        EntryType type = requireDentry(place).type();
        if (type == EntryType.DIRECTORY) {
            throw refused(ErrorCode.EISDIR, place.path(), "is a directory");
        }
        if (type != EntryType.FILE) {
            throw refused(ErrorCode.EINVAL, place.path(), "not a regular file");
        }
    }

    static void requireEmpty(TreeView tree, FilePath path, long directory) {
        if (!tree.isEmpty(directory)) {
            throw refused(ErrorCode.ENOTEMPTY, path, "the directory is not empty");
        }
    }

    /** The text of an inode that a dentry calls a symlink. */
    static byte[] requireTarget(Inode symlink) {
        byte[] target = symlink.target();
        if (target == null || target.length == 0) {
            throw new IllegalStateException("symlink inode " + symlink.number() + " has no text");
        }
        return target;
    }

    // Preconditions

    static void requireCondition(Condition condition, FilePath path, @Nullable Inode inode) {
        List<Condition.Tag> wanted = condition.ifMatch();
        if (wanted != null && (inode == null || !matchesAny(wanted, inode))) {
            throw refused(ErrorCode.ECONDITION, path, "the entry is not in the state that If-Match names");
        }
        List<Condition.Tag> unwanted = condition.ifNoneMatch();
        if (unwanted != null && inode != null) {
            requireNoMatch(unwanted, path, inode);
        }
    }

    private static void requireNoMatch(List<Condition.Tag> unwanted, FilePath path, Inode inode) {
        if (unwanted.contains(Condition.Tag.ANY)) {
            throw new RefusedException(new Refusal(ErrorCode.EEXIST, path + ": exists already", path, true));
        }
        if (matchesAny(unwanted, inode)) {
            throw refused(ErrorCode.ECONDITION, path, "the entry is in a state that If-None-Match names");
        }
    }

    private static boolean matchesAny(List<Condition.Tag> tags, Inode inode) {
        return tags.stream().anyMatch(tag -> tag.equals(Condition.Tag.ANY) || matches(tag, inode));
    }

    static boolean matches(Condition.Tag tag, Inode inode) {
        long version = tag.content() ? inode.contentVersion() : inode.version();
        return tag.inode() == inode.number() && tag.version() == version;
    }

    static void requireVersion(@Nullable Long version, FilePath path, @Nullable Inode inode) {
        if (version != null && (inode == null || inode.version() != version)) {
            String found = inode == null ? "nothing is there" : "it has version " + inode.version();
            throw refused(ErrorCode.ECONDITION, path, "not at version " + version + ": " + found);
        }
    }

    // Arguments

    /** What can be told to be wrong without a look at the tree. */
    static void requireLegal(Attributes attributes, EntryType type, Limits limits) {
        requireMode(attributes.mode());
        requirePrincipal("owner", attributes.owner());
        requirePrincipal("group", attributes.group());
        requireSize(attributes.size(), type);
        attributes.xattrs().forEach(Checks::requireXattr);
        requireLayout(attributes.layout(), type, limits);
    }

    private static void requireMode(@Nullable Integer mode) {
        if (mode != null && (mode < 0 || mode > MODE_MAX)) {
            throw invalid("a mode is 0 to 07777");
        }
    }

    /** A name or decimal id: nothing that would break a line of a listing or of a passwd file. */
    private static void requirePrincipal(String what, @Nullable String principal) {
        if (principal == null) {
            return;
        }
        int bytes = principal.getBytes(StandardCharsets.UTF_8).length;
        boolean legal = principal.chars().noneMatch(c -> Character.isISOControl(c) || c == ':' || c == '/');
        if (bytes == 0 || bytes > PRINCIPAL_BYTES_MAX || !legal) {
            throw invalid("an " + what + " is a name or decimal id of 1 to " + PRINCIPAL_BYTES_MAX
                    + " bytes without \":\", \"/\" and control characters");
        }
    }

    private static void requireSize(@Nullable Long size, EntryType type) {
        if (size != null && (size < 0 || size > SIZE_MAX)) {
            throw invalid("a size is 0 to 2^53 - 1");
        }
        if (size != null && type != EntryType.FILE) {
            throw invalid("only a regular file has a size to set");
        }
    }

    private static void requireXattr(String name, Attributes.Setting setting) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || name.indexOf(0) >= 0) {
            throw invalid("the name of an extended attribute must not be empty or contain NUL");
        }
        if (bytes > XATTR_NAME_BYTES_MAX) {
            throw new RefusedException(
                    ErrorCode.ENAMETOOLONG,
                    "the name of an extended attribute has at most " + XATTR_NAME_BYTES_MAX + " bytes");
        }
    }

    private static void requireLayout(Attributes.@Nullable Setting layout, EntryType type, Limits limits) {
        if (layout != null && type != EntryType.FILE) {
            throw invalid("only a regular file has a layout");
        }
        byte[] value = layout == null ? null : layout.value();
        if (value != null && value.length > limits.layoutBytesMax()) {
            throw new RefusedException(ErrorCode.E2BIG, "a layout has at most " + limits.layoutBytesMax() + " bytes");
        }
    }

    static void requireXattrsFit(FilePath path, Map<String, byte[]> xattrs, Limits limits) {
        long bytes = 0;
        for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
            bytes += xattr.getKey().getBytes(StandardCharsets.UTF_8).length + (long) xattr.getValue().length;
        }
        if (bytes > limits.xattrBytesMax()) {
            throw refused(
                    ErrorCode.E2BIG, path, "extended attributes have at most " + limits.xattrBytesMax() + " bytes");
        }
    }

    /** A link's text stands with a symlink and with nothing else. */
    static void requireLegalTarget(EntryType type, byte @Nullable [] target) {
        if ((type == EntryType.SYMLINK) != (target != null)) {
            throw invalid("a symlink has a target, and nothing else has");
        }
        if (target == null) {
            return;
        }
        if (target.length == 0) {
            throw invalid("the target of a symlink must not be empty");
        }
        if (target.length > TARGET_BYTES_MAX) {
            throw new RefusedException(
                    ErrorCode.ENAMETOOLONG, "the target of a symlink has at most " + TARGET_BYTES_MAX + " bytes");
        }
        for (byte octet : target) {
            if (octet == 0) {
                throw invalid("the target of a symlink must not contain NUL");
            }
        }
    }

    static void requireContentFits(FilePath path, long bytes, Limits limits) {
        if (bytes > limits.contentBytesMax()) {
            throw refused(
                    ErrorCode.EFBIG, path, "the namespace holds at most " + limits.contentBytesMax() + " bytes a file");
        }
    }

    static void requireKey(IdempotencyKey key) {
        boolean visible = key.key().chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (key.key().isEmpty() || key.key().length() > KEY_CHARS_MAX || !visible) {
            throw invalid("an idempotency key has 1 to " + KEY_CHARS_MAX + " visible ASCII characters");
        }
        if (key.user().length() > KEY_CHARS_MAX || key.fingerprint().length > KEY_CHARS_MAX) {
            throw invalid("the user and the fingerprint of an idempotency key have at most " + KEY_CHARS_MAX);
        }
    }

    static void requireBatchBound(Command.Batch batch, Limits limits) {
        if (batch.items().size() > limits.batchItemsMax()) {
            throw new RefusedException(
                    ErrorCode.E2BIG, "a batch has at most " + limits.batchItemsMax() + " operations");
        }
    }

    static void requireTransaction(Command.Transaction transaction, Limits limits) {
        List<Command> commands = transaction.commands();
        if (commands.isEmpty()) {
            throw invalid("a transaction has a command");
        }
        if (commands.size() > limits.batchItemsMax()) {
            throw new RefusedException(
                    ErrorCode.E2BIG, "a transaction has at most " + limits.batchItemsMax() + " commands");
        }
        if (!commands.stream().allMatch(Checks::standsAlone)) {
            throw invalid("a transaction holds commands that change the tree and stand alone");
        }
    }

    private static boolean standsAlone(Command command) {
        return command instanceof Command.Create
                || command instanceof Command.PutContent
                || command instanceof Command.PutChunks
                || command instanceof Command.SetAttributes
                || command instanceof Command.Delete
                || command instanceof Command.Rename
                || command instanceof Command.Copy;
    }

    static void requireReplyFits(long replyBytes) {
        if (replyBytes > BatchHandler.REPLY_BYTES_MAX) {
            throw new RefusedException(
                    ErrorCode.E2BIG, "the replies of one transaction pass " + BatchHandler.REPLY_BYTES_MAX + " bytes");
        }
    }

    static void requireLock(Command.Lock lock) {
        boolean visible = lock.token().chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (lock.token().isEmpty() || lock.token().length() > KEY_CHARS_MAX || !visible) {
            throw invalid("a lock token has 1 to " + KEY_CHARS_MAX + " visible ASCII characters");
        }
        if (lock.owner().length > LockState.OWNER_BYTES_MAX) {
            throw new RefusedException(
                    ErrorCode.E2BIG, "the owner of a lock has at most " + LockState.OWNER_BYTES_MAX + " bytes");
        }
        requireLockLife(lock.timeoutMillis());
    }

    static void requireLockLife(long millis) {
        if (millis < LockState.TIMEOUT_MILLIS_MIN || millis > LockState.TIMEOUT_MILLIS_MAX) {
            throw invalid("a lock lives from a second to a week");
        }
    }

    static void requireReclaimBound(int entriesMax) {
        if (entriesMax < 1 || entriesMax > RECLAIM_ENTRIES_MAX) {
            throw invalid("housekeeping frees 1 to " + RECLAIM_ENTRIES_MAX + " entries at a time");
        }
    }

    /** A copy takes up every chunk anew, at about 3 microseconds each. */
    static void requireCopyable(FilePath path, Inode source) {
        if (source.size() > COPIED_BYTES_MAX) {
            throw refused(ErrorCode.EFBIG, path, "at most " + COPIED_BYTES_MAX + " bytes are copied in one step");
        }
    }

    static void requireLinger(long lingerMillis) {
        if (lingerMillis < 0) {
            throw invalid("content lingers for 0 ms or more");
        }
    }

    static void requirePage(Query.GetPage page) {
        if (page.limit() < 1 || page.limit() > PAGE_ENTRIES_MAX) {
            throw invalid("a page has 1 to " + PAGE_ENTRIES_MAX + " entries");
        }
        String glob = page.glob();
        if (glob != null && glob.length() > GLOB_CHARS_MAX) {
            throw invalid("a glob has at most " + GLOB_CHARS_MAX + " characters");
        }
    }

    static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.EINVAL, detail);
    }

    static RefusedException refused(ErrorCode code, FilePath path, String detail) {
        return RefusedException.at(code, path, path + ": " + detail);
    }
}
