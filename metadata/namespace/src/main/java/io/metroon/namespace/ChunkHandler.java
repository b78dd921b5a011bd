package io.metroon.namespace;

import java.util.List;

/** Makes files out of chunks that a content store keeps. */
final class ChunkHandler {
    private final Tree tree;
    private final AttributeRules attributeRules;
    private final LockRules lockRules;
    private final Limits limits;

    ChunkHandler(Tree tree, AttributeRules attributeRules, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.attributeRules = attributeRules;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.StageChunks stage) {
        requireChunks(stage.chunks(), 1);
        return new Reply.Staged(tree.extents().stage(stage.upload(), stage.chunks()));
    }

    Reply handle(Command.PutChunks put) {
        requireChunks(put.chunks(), put.upload() == null ? 1 : 0);
        Checks.requireLegal(put.attributes(), EntryType.FILE, limits);
        if (put.attributes().size() != null) {
            throw Checks.invalid("the size of content is its length");
        }
        Place place = PathWalk.resolve(tree, put.path(), true, limits.linksFollowedMax());
        return place.dentry() == null ? create(put, place) : replace(put, place);
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

    private Reply create(Command.PutChunks put, Place place) {
        Checks.requireCondition(put.condition(), put.path(), null);
        lockRules.requireNamesUnlocked(put.path(), place.directory());
        byte[] name = Checks.requireName(place);
        Inode made = write(put, tree.create(EntryType.FILE));
        tree.link(place.directory(), name, made.dentry());
        tree.namesChanged(place.directory());
        return new Reply.Stated(tree.stat(put.path(), made), true);
    }

    private Reply replace(Command.PutChunks put, Place place) {
        Checks.requireFile(place);
        Inode file = tree.inode(Checks.requireDentry(place).inode());
        Checks.requireCondition(put.condition(), put.path(), file);
        lockRules.requireUnlocked(place);
        Inode written = write(put, tree.change(file));
        return new Reply.Stated(tree.stat(put.path(), written), false);
    }

    private Inode write(Command.PutChunks put, Inode.Draft draft) {
        attributeRules.setChunked(draft, tree.extents().complete(put.upload(), put.chunks()));
        attributeRules.apply(put.path(), draft, put.attributes());
        Inode written = draft.done();
        tree.save(written);
        return written;
    }
}
