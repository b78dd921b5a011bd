package io.metroon.namespace;

import io.metroon.namespace.Stat.ContentState;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * How named attributes change an inode. What they say was checked before ({@link Checks#requireLegal}); what depends on
 * the inode's state is checked here.
 */
final class AttributeRules {
    private final Tree tree;
    private final Limits limits;

    AttributeRules(Tree tree, Limits limits) {
        this.tree = tree;
        this.limits = limits;
    }

    /** Changes a draft, and the rows beside the inode's own. */
    void apply(FilePath path, Inode.Draft draft, Attributes attributes) {
        if (attributes.layout() != null) {
            setLayout(draft, attributes.layout());
        }
        if (attributes.size() != null && attributes.size() != draft.size) {
            resize(path, draft, attributes.size());
        }
        if (!attributes.xattrs().isEmpty()) {
            setXattrs(path, draft, attributes);
        }
        draft.mode = attributes.mode() != null ? attributes.mode() : draft.mode;
        draft.owner = attributes.owner() != null ? attributes.owner() : draft.owner;
        draft.group = attributes.group() != null ? attributes.group() : draft.group;
        draft.atimeNanos = attributes.atimeNanos() != null ? attributes.atimeNanos() : draft.atimeNanos;
        draft.mtimeNanos = attributes.mtimeNanos() != null ? attributes.mtimeNanos() : draft.mtimeNanos;
    }

    /** A storage system that writes a layout has written bytes. */
    private void setLayout(Inode.Draft draft, Attributes.Setting layout) {
        byte[] value = layout.value();
        if (value != null) {
            tree.putLayout(draft.number(), value);
        } else {
            tree.removeLayout(draft.number());
        }
        draft.hasLayout = value != null;
        draft.bytesChanged();
    }

    /**
     * Bytes kept here are cut or extended with zeros, as truncate(2) does, as long as they fit. Of a file without bytes
     * here the size only says how many there are elsewhere. Size 0 is all of an empty file, so nothing is absent.
     */
    private void resize(FilePath path, Inode.Draft draft, long size) {
        Inode before = draft.done();
        boolean extendable = size <= limits.contentBytesMax() || !draft.hasLayout;
        if (size == 0) {
            setContent(path, draft, new byte[0]);
        } else if (before.isChunked()) {
            throw Checks.refused(ErrorCode.EINVAL, path, "content in chunks is cut or extended by writing it anew");
        } else if (before.hasContentRow() && extendable) {
            Checks.requireContentFits(path, size, limits);
            setContent(path, draft, Arrays.copyOf(tree.content(before), (int) size));
        } else {
            setAbsent(draft, size);
        }
    }

    private void setAbsent(Inode.Draft draft, long size) {
        if (draft.done().hasContentRow()) {
            tree.putContent(draft.number(), new byte[0]);
        }
        setSize(draft, size, ContentState.ABSENT);
    }

    /** Replaces all bytes of a file. */
    void setContent(FilePath path, Inode.Draft draft, byte[] bytes) {
        Checks.requireContentFits(path, bytes.length, limits);
        if (bytes.length > 0 || draft.done().hasContentRow()) {
            tree.putContent(draft.number(), bytes);
        }
        dropChunks(draft);
        setSize(draft, bytes.length, ContentState.INLINE);
    }

    /** Replaces all bytes of a file by a content that is in chunks. */
    void setChunked(Inode.Draft draft, Extents.Whole content) {
        if (draft.done().hasContentRow()) {
            tree.putContent(draft.number(), new byte[0]);
        }
        dropChunks(draft);
        draft.contentNumber = content.number();
        setSize(draft, content.size(), ContentState.CHUNKED);
    }

    private void dropChunks(Inode.Draft draft) {
        if (draft.content == ContentState.CHUNKED) {
            tree.extents().doom(draft.contentNumber);
            draft.contentNumber = 0;
        }
    }

    private void setSize(Inode.Draft draft, long size, ContentState content) {
        tree.sizeChanged(draft.size, size);
        draft.size = size;
        draft.content = content;
        draft.bytesChanged();
    }

    private void setXattrs(FilePath path, Inode.Draft draft, Attributes attributes) {
        SortedMap<String, byte[]> xattrs = tree.xattrs(draft.done());
        attributes.xattrs().forEach((name, setting) -> {
            byte[] value = setting.value();
            if (value != null) {
                xattrs.put(name, value);
            } else {
                xattrs.remove(name);
            }
        });
        Checks.requireXattrsFit(path, xattrs, limits);
        tree.putXattrs(draft.number(), xattrs);
        draft.hasXattrs = !xattrs.isEmpty();
    }
}
