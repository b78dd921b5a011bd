package io.metroon.cli.transfer;

import io.metroon.cli.Failures;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.transfer.Tally.Count;
import io.metroon.client.Attributes;
import io.metroon.client.Listing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.Operation;
import io.metroon.client.Precondition;
import io.metroon.client.RefusedException;
import io.metroon.client.Stat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One import. Everything it sends is harmless when sent again, so a run that was interrupted is continued by another: a
 * marker on the target tells the two from an import into somebody's directory. Attributes of directories are set after
 * all below them is there, as making entries changes a directory's times.
 */
final class ImportRun {
    static final String MARKER = "user.metroon.import";
    private static final int DIRECTORIES_WAITING_MAX = 10_000;

    private final MetroonClient client;
    private final Tally tally;
    private final ImportPipeline pipeline;
    /** What is larger goes alone, as a stream. */
    private static final long BATCHED_OCTETS_MAX = 64 << 10;

    private final long contentOctetsMax;
    private final OwnerNames owners = new OwnerNames();
    private final List<Operation> finished = new ArrayList<>();
    private boolean resumed;

    ImportRun(MetroonClient client, Tally tally, ImportPipeline pipeline, long contentOctetsMax) {
        this.client = client;
        this.tally = tally;
        this.pipeline = pipeline;
        this.contentOctetsMax = contentOctetsMax;
    }

    /**
     * Imports.
     *
     * @throws IOException when {@code source} itself cannot be read; below it, failures are counted
     */
    void run(Path source, MetroonPath target) throws IOException {
        LocalEntry top = LocalEntry.read(source, owners);
        if (top.kind() != LocalEntry.Kind.DIRECTORY) {
            throw new IOException(source + ": not a directory");
        }
        claim(target);
        directory(top, target);
        finishDirectories();
        client.blocking().setAttributes(target, top.attributes().removeXattr(MARKER));
    }

    /** The target is new, empty or an unfinished import; it is marked before anything goes in. */
    private void claim(MetroonPath target) {
        Attributes marked = Attributes.NONE.xattr(MARKER, Octets.of("unfinished"));
        Operation.Create create =
                Operation.Create.directory(target).withParents().orExisting();
        boolean created = client.blocking().execute(create.with(marked)).created();
        if (created) {
            return;
        }
        resumed = client.blocking().stat(target).xattrs().containsKey(MARKER);
        boolean empty = client.blocking()
                .list(target, Listing.FIRST.withLimit(1))
                .entries()
                .isEmpty();
        if (!resumed && !empty) {
            throw new RefusedException(
                    "ENOTEMPTY", 409, target, target + " is neither new, empty nor an unfinished import");
        }
        client.blocking().setAttributes(target, marked);
    }

    private void directory(LocalEntry local, MetroonPath path) {
        tally.one(Count.DIRECTORIES);
        Map<Octets, Stat> there = resumed ? alreadyThere(path) : Map.of();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(local.path())) {
            for (Path child : children) {
                entry(child, path, there);
            }
        } catch (IOException unreadable) {
            tally.fail(Failures.sentence(unreadable));
        } catch (DirectoryIteratorException unreadable) {
            tally.fail(Failures.sentence(new IOException(unreadable.getCause())));
        }
        finish(new Operation.SetAttributes(path, false, local.attributes(), Precondition.NONE));
    }

    private Map<Octets, Stat> alreadyThere(MetroonPath path) {
        Map<Octets, Stat> there = new HashMap<>();
        try {
            client.blocking().entries(path, Listing.FIRST).forEach(entry -> there.put(entry.name(), entry.stat()));
        } catch (RefusedException notYet) {
            return Map.of();
        }
        return there;
    }

    private void entry(Path child, MetroonPath parent, Map<Octets, Stat> there) {
        try {
            LocalEntry local = LocalEntry.read(child, owners, LinkOption.NOFOLLOW_LINKS);
            Octets name = LocalPaths.name(child);
            MetroonPath path = parent.resolve(name);
            switch (local.kind()) {
                case DIRECTORY -> {
                    pipeline.add(ImportPipeline.directory(path), 0);
                    directory(local, path);
                }
                case FILE -> file(local, path, there.get(name));
                case SYMLINK -> symlink(local, path, there.get(name));
                case SPECIAL -> tally.skip(child.toString());
            }
        } catch (IOException unreadable) {
            tally.fail(Failures.sentence(unreadable));
        }
    }

    private void file(LocalEntry local, MetroonPath path, @Nullable Stat there) throws IOException {
        boolean kept = local.size() <= contentOctetsMax;
        boolean inline = kept && local.size() <= BATCHED_OCTETS_MAX;
        byte[] content = inline && !isSame(local, there) ? Files.readAllBytes(local.path()) : new byte[0];
        tally.one(Count.FILES);
        tally.add(Count.OCTETS, kept ? local.size() : 0);
        tally.add(Count.WITHOUT_CONTENT, kept ? 0 : 1);
        tally.add(Count.HARD_LINKS, local.links() > 1 ? 1 : 0);
        if (isSame(local, there)) {
            tally.one(Count.RESUMED);
        } else if (inline) {
            pipeline.add(
                    new Operation.PutContent(path, Octets.of(content), local.attributes(), Precondition.NONE),
                    content.length);
        } else if (kept) {
            pipeline.stream(path, local);
        } else {
            Attributes sized = local.attributes().size(local.size());
            pipeline.add(Operation.Create.file(path).orExisting().with(sized), 0);
        }
    }

    private void symlink(LocalEntry local, MetroonPath path, @Nullable Stat there) throws IOException {
        tally.one(Count.SYMLINKS);
        if (isSame(local, there)) {
            tally.one(Count.RESUMED);
            return;
        }
        Octets target = LocalPaths.linkTarget(local.path());
        pipeline.add(Operation.Create.symlink(path, target).orExisting().with(withoutMode(local.attributes())), 0);
    }

    /** A link's own permissions are 0777 everywhere. */
    private static Attributes withoutMode(Attributes all) {
        return new Attributes(null, all.owner(), all.group(), all.atime(), all.mtime(), null, Map.of(), null);
    }

    private static boolean isSame(LocalEntry local, @Nullable Stat there) {
        return there != null
                && there.size() == local.size()
                && there.mtime().equals(local.attributes().mtime());
    }

    private void finish(Operation.SetAttributes attributes) {
        finished.add(attributes);
        if (finished.size() >= DIRECTORIES_WAITING_MAX) {
            finishDirectories();
        }
    }

    private void finishDirectories() {
        pipeline.drain();
        finished.forEach(attributes -> pipeline.add(attributes, 0));
        finished.clear();
        pipeline.drain();
    }
}
