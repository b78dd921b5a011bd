package io.metroon.client;

import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link MetroonClient} for callers that wait: the same calls, which return the result or throw a
 * {@link MetroonException}, unwrapped. Thread-safe. An interrupt ends the waiting, not the call.
 */
public final class BlockingMetroonClient implements AutoCloseable {
    private final MetroonClient client;
    private final Verbs verbs;

    BlockingMetroonClient(MetroonClient client, Verbs verbs) {
        this.client = client;
        this.verbs = verbs;
    }

    /** As {@link MetroonClient#reading(ReadMode)}. */
    public BlockingMetroonClient reading(ReadMode mode) {
        return new BlockingMetroonClient(client, verbs.reading(mode));
    }

    /** As {@link MetroonClient#stat(MetroonPath)}. */
    public Stat stat(MetroonPath path) {
        return verbs.stated(new Operation.GetStat(path, true)).await();
    }

    /** As {@link MetroonClient#stat(String)}. */
    public Stat stat(String path) {
        return stat(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#exists(MetroonPath)}. */
    public boolean exists(MetroonPath path) {
        return verbs.exists(path).await();
    }

    /** As {@link MetroonClient#exists(String)}. */
    public boolean exists(String path) {
        return exists(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#createFile(MetroonPath)}. */
    public Stat createFile(MetroonPath path) {
        return verbs.stated(Operation.Create.file(path)).await();
    }

    /** As {@link MetroonClient#createFile(String)}. */
    public Stat createFile(String path) {
        return createFile(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#createDirectory(MetroonPath)}. */
    public Stat createDirectory(MetroonPath path) {
        return verbs.stated(Operation.Create.directory(path)).await();
    }

    /** As {@link MetroonClient#createDirectory(String)}. */
    public Stat createDirectory(String path) {
        return createDirectory(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#createDirectories(MetroonPath)}. */
    public Stat createDirectories(MetroonPath path) {
        return verbs.stated(Operation.Create.directory(path).withParents().orExisting())
                .await();
    }

    /** As {@link MetroonClient#createDirectories(String)}. */
    public Stat createDirectories(String path) {
        return createDirectories(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#createSymlink(MetroonPath, Octets)}. */
    public Stat createSymlink(MetroonPath path, Octets target) {
        return verbs.stated(Operation.Create.symlink(path, target)).await();
    }

    /** As {@link MetroonClient#createSymlink(String, String)}. */
    public Stat createSymlink(String path, String target) {
        return createSymlink(MetroonPath.of(path), Octets.of(target));
    }

    /** As {@link MetroonClient#list(MetroonPath, Listing)}. */
    public Page list(MetroonPath path, Listing listing) {
        return verbs.list(path, listing).await();
    }

    /** As {@link MetroonClient#list(String)}. */
    public Page list(String path) {
        return list(MetroonPath.of(path), Listing.FIRST);
    }

    /** All entries of a directory in byte order of names, fetched page by page as they are taken. */
    public Stream<Entry> entries(MetroonPath path, Listing listing) {
        Spliterator<Entry> entries = Spliterators.spliteratorUnknownSize(
                new Entries(path, listing), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(entries, false);
    }

    /** {@link #entries(MetroonPath, Listing)} of a path in text. */
    public Stream<Entry> entries(String path) {
        return entries(MetroonPath.of(path), Listing.FIRST);
    }

    /** As {@link MetroonClient#rename(MetroonPath, MetroonPath)}. */
    public Stat rename(MetroonPath from, MetroonPath to) {
        return rename(from, to, RenameMode.NOREPLACE);
    }

    /** As {@link MetroonClient#rename(String, String)}. */
    public Stat rename(String from, String to) {
        return rename(MetroonPath.of(from), MetroonPath.of(to));
    }

    /** As {@link MetroonClient#rename(MetroonPath, MetroonPath, RenameMode)}. */
    public Stat rename(MetroonPath from, MetroonPath to, RenameMode mode) {
        return verbs.stated(new Operation.Rename(from, to, mode)).await();
    }

    /** As {@link MetroonClient#delete(MetroonPath)}. */
    public void delete(MetroonPath path) {
        delete(path, false);
    }

    /** As {@link MetroonClient#delete(String)}. */
    public void delete(String path) {
        delete(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#delete(MetroonPath, boolean)}. */
    public void delete(MetroonPath path, boolean recursive) {
        execute(new Operation.Delete(path, recursive, Precondition.NONE));
    }

    /** As {@link MetroonClient#setAttributes(MetroonPath, Attributes)}. */
    public Stat setAttributes(MetroonPath path, Attributes attributes) {
        return verbs.stated(new Operation.SetAttributes(path, true, attributes, Precondition.NONE))
                .await();
    }

    /** As {@link MetroonClient#setAttributes(String, Attributes)}. */
    public Stat setAttributes(String path, Attributes attributes) {
        return setAttributes(MetroonPath.of(path), attributes);
    }

    /** As {@link MetroonClient#putContent(MetroonPath, byte[])}. */
    public Stat putContent(MetroonPath path, byte[] content) {
        return verbs.stated(new Operation.PutContent(path, Octets.of(content), Attributes.NONE, Precondition.NONE))
                .await();
    }

    /** As {@link MetroonClient#putContent(String, byte[])}. */
    public Stat putContent(String path, byte[] content) {
        return putContent(MetroonPath.of(path), content);
    }

    /** As {@link MetroonClient#putContent(MetroonPath, ContentSource)}. */
    public Stat putContent(MetroonPath path, ContentSource source) {
        return client.putContent(path, source, verbs).await();
    }

    /** As {@link MetroonClient#getContent(MetroonPath, OutputStream)}. */
    public long getContent(MetroonPath path, OutputStream out) {
        return client.getContent(path, out, verbs).await();
    }

    /** As {@link MetroonClient#getContent(MetroonPath)}. */
    public byte[] getContent(MetroonPath path) {
        return verbs.getContent(path).await();
    }

    /** As {@link MetroonClient#getContent(String)}. */
    public byte[] getContent(String path) {
        return getContent(MetroonPath.of(path));
    }

    /** As {@link MetroonClient#execute(Operation)}. */
    public Outcome.Done execute(Operation operation) {
        return verbs.execute(operation).await();
    }

    /** As {@link MetroonClient#batch(List)}. */
    public List<Outcome> batch(List<? extends Operation> operations) {
        return verbs.batch(List.copyOf(operations)).await();
    }

    /** As {@link MetroonClient#cluster()}. */
    public Cluster cluster() {
        return verbs.cluster().await();
    }

    /** As {@link MetroonClient#change(ClusterChange)}. */
    public ClusterChange.Done change(ClusterChange change) {
        return verbs.change(change).await();
    }

    /** As {@link MetroonClient#backup(OutputStream)}. */
    public Backup backup(OutputStream out) {
        return backup(out, true);
    }

    /** As {@link MetroonClient#backup(OutputStream, boolean)}. */
    public Backup backup(OutputStream out, boolean withContent) {
        return client.backup(out, withContent, verbs).await();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Follows the cursors of a listing. */
    private final class Entries implements Iterator<Entry> {
        private final MetroonPath path;
        private final Listing listing;
        private Iterator<Entry> page;
        private @Nullable String cursor;

        Entries(MetroonPath path, Listing listing) {
            this.path = path;
            this.listing = listing;
            Page first = list(path, listing);
            this.page = first.entries().iterator();
            this.cursor = first.cursor();
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && cursor != null) {
                Page next = list(path, listing.after(cursor));
                page = next.entries().iterator();
                cursor = next.cursor();
            }
            return page.hasNext();
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
