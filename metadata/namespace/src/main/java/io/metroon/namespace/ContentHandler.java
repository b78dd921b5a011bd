package io.metroon.namespace;

import java.util.List;
import java.util.function.Consumer;

/** Gives files all their content, as bytes or as chunks that a content store keeps. A file that is missing is created. */
final class ContentHandler {
    private final Tree tree;
    private final AttributeRules attributeRules;
    private final LockRules lockRules;
    private final Limits limits;

    ContentHandler(Tree tree, AttributeRules attributeRules, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.attributeRules = attributeRules;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.StageChunks stage) {
        requireChunks(stage.chunks(), 1);
        return new Reply.Staged(tree.extents().stage(stage.upload(), stage.chunks()));
    }

    Reply handle(Command.PutContent put) {
        requireAttributes(put.attributes());
        Checks.requireContentFits(put.path(), put.content().length, limits);
        return put(
                put.path(),
                put.attributes(),
                put.condition(),
                draft -> attributeRules.setContent(put.path(), draft, put.content()));
    }

    Reply handle(Command.PutChunks put) {
        requireChunks(put.chunks(), put.upload() == null ? 1 : 0);
        requireAttributes(put.attributes());
        return put(
                put.path(),
                put.attributes(),
                put.condition(),
                draft -> attributeRules.setChunked(draft, tree.extents().complete(put.upload(), put.chunks())));
    }

    private void requireAttributes(Attributes attributes) {
        Checks.requireLegal(attributes, EntryType.FILE, limits);
        if (attributes.size() != null) {
            throw Checks.invalid("the size of content is its length");
        }
    }

    private static void requireChunks(List<Chunk> chunks, int atLeast) {
        if (chunks.size() < atLeast || chunks.size() > Extents.CHUNKS_MAX) {
            throw Checks.invalid("a command names " + atLeast + " to " + Extents.CHUNKS_MAX + " chunks");
        }
        for (Chunk chunk : chunks) {
            if (chunk.hash().length != Chunk.HASH_BYTES || chunk.length() < 1 || chunk.length() > Chunk.BYTES_MAX) {
                throw Checks.invalid("a chunk has a SHA-256 and 1 to " + Chunk.BYTES_MAX + " bytes");
            }
        }
    }

    private Reply put(FilePath path, Attributes attributes, Condition condition, Consumer<Inode.Draft> content) {
        Place place = PathWalk.resolve(tree, path, true, limits.linksFollowedMax());
        if (place.dentry() != null) {
            Checks.requireFile(place);
            Inode file = tree.inode(Checks.requireDentry(place).inode());
            Checks.requireCondition(condition, path, file);
            lockRules.requireUnlocked(place);
            Inode written = write(path, attributes, content, tree.change(file));
            return new Reply.Stated(tree.stat(path, written), false);
        }
        Checks.requireCondition(condition, path, null);
        lockRules.requireNamesUnlocked(path, place.directory());
        byte[] name = Checks.requireName(place);
        Inode made = write(path, attributes, content, tree.create(EntryType.FILE));
        tree.link(place.directory(), name, made.dentry());
        tree.namesChanged(place.directory());
        return new Reply.Stated(tree.stat(path, made), true);
    }

    private Inode write(FilePath path, Attributes attributes, Consumer<Inode.Draft> content, Inode.Draft draft) {
        content.accept(draft);
        attributeRules.apply(path, draft, attributes);
        Inode written = draft.done();
        tree.save(written);
        return written;
    }
}
