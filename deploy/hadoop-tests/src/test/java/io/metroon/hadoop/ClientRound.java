package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * What programs do with Hadoop's file system, once: a program whose arguments are the addresses. Its calls are in both of
 * Hadoop's clients.
 */
final class ClientRound {
    private static final Path ROOT = new Path("/client");
    private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGE = 9 << 20;
    private static final int MANY = 1_100;
    private static final int THREADS = 16;

    private final FileSystem fs;
    private final FileContext context;

    private ClientRound(Configuration configuration) throws IOException {
        fs = FileSystem.newInstance(FileSystem.getDefaultUri(configuration), configuration);
        context = FileContext.getFileContext(FileSystem.getDefaultUri(configuration), configuration);
    }

    public static void main(String[] addresses) throws Exception {
        ClientRound round = new ClientRound(Connection.to(List.of(addresses)));
        round.fs.delete(ROOT, true);
        round.files();
        round.largeFiles();
        round.directories();
        round.renames();
        round.attributes();
        round.links();
        round.sums();
        round.changesOfContent();
        assertThat(round.fs.delete(ROOT, true)).isTrue();
        assertThat(round.fs.delete(ROOT, true)).isFalse();
        round.fs.close();
    }

    private void files() throws IOException {
        Path file = new Path(ROOT, "deep/er/file");
        write(file, TEXT);
        assertThatThrownBy(() -> fs.create(file, false).close()).isInstanceOf(FileAlreadyExistsException.class);
        write(file, TEXT);
        assertThat(read(file)).isEqualTo(TEXT);
        try (FSDataInputStream in = fs.open(file)) {
            in.seek(7);
            assertThat(in.read()).isEqualTo('7');
            byte[] part = new byte[3];
            in.readFully(2, part);
            assertThat(part).containsExactly('2', '3', '4');
            assertThat(in.getPos()).isEqualTo(8);
        }
        assertThatThrownBy(() -> read(new Path(ROOT, "nothing"))).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> fs.getFileStatus(new Path(ROOT, "nothing"))).isInstanceOf(FileNotFoundException.class);
        write(new Path(ROOT, "deep/empty"), new byte[0]);
        assertThat(read(new Path(ROOT, "deep/empty"))).isEmpty();
    }

    private void largeFiles() throws IOException {
        byte[] content = new byte[LARGE];
        new Random(1).nextBytes(content);
        Path file = new Path(ROOT, "large");
        write(file, content);
        assertThat(Arrays.equals(read(file), content)).isTrue();
        byte[] part = new byte[1 << 16];
        try (FSDataInputStream in = fs.open(file)) {
            in.readFully(LARGE - part.length, part);
        }
        assertThat(Arrays.equals(part, 0, part.length, content, LARGE - part.length, LARGE))
                .isTrue();
    }

    private void directories() throws Exception {
        Path many = new Path(ROOT, "many");
        assertThat(fs.mkdirs(many)).isTrue();
        assertThat(fs.mkdirs(many)).isTrue();
        makeMany(many);
        assertThat(fs.listStatus(many)).hasSize(MANY);
        int seen = 0;
        for (RemoteIterator<FileStatus> page = fs.listStatusIterator(many); page.hasNext(); page.next()) {
            seen++;
        }
        assertThat(seen).isEqualTo(MANY);
        assertThat(fs.globStatus(new Path(many, "entry-1?"))).hasSize(10);
        assertThatThrownBy(() -> fs.delete(many, false)).isInstanceOf(PathIsNotEmptyDirectoryException.class);
        assertThat(fs.delete(many, true)).isTrue();
        RemoteIterator<LocatedFileStatus> files = fs.listFiles(new Path(ROOT, "deep"), true);
        seen = 0;
        for (; files.hasNext(); files.next()) {
            seen++;
        }
        assertThat(seen).isEqualTo(2);
    }

    /** From several threads at once, as a job's tasks do. */
    private void makeMany(Path directory) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<Boolean>> tasks = IntStream.range(0, MANY)
                .<Callable<Boolean>>mapToObj(i -> () -> fs.mkdirs(new Path(directory, "entry-" + i)))
                .toList();
        for (Future<Boolean> made : threads.invokeAll(tasks)) {
            assertThat(made.get()).isTrue();
        }
        threads.shutdown();
    }

    private void renames() throws IOException {
        Path from = new Path(ROOT, "renames/from");
        Path to = new Path(ROOT, "renames/to");
        write(from, TEXT);
        assertThat(fs.rename(from, to)).isTrue();
        assertThat(fs.rename(from, to)).isFalse();
        write(from, new byte[0]);
        assertThat(fs.rename(from, to)).isFalse();
        assertThatThrownBy(() -> context.rename(from, to)).isInstanceOf(FileAlreadyExistsException.class);
        context.rename(from, to, Options.Rename.OVERWRITE);
        assertThat(fs.exists(from)).isFalse();
        assertThat(fs.getFileStatus(to).getLen()).isZero();
        assertThatThrownBy(() -> context.rename(from, to, Options.Rename.OVERWRITE))
                .isInstanceOf(FileNotFoundException.class);
        Path directory = new Path(ROOT, "renames/directory");
        assertThat(fs.mkdirs(directory)).isTrue();
        assertThat(fs.rename(to, directory)).isTrue();
        assertThat(fs.exists(new Path(directory, "to"))).isTrue();
        assertThat(fs.rename(directory, new Path(directory, "inside"))).isFalse();
    }

    private void changesOfContent() throws IOException {
        Path file = new Path(ROOT, "changes/file");
        write(file, TEXT);
        try (FSDataOutputStream out = fs.append(file)) {
            out.write(TEXT);
        }
        assertThat(fs.getFileStatus(file).getLen()).isEqualTo(20);
        Path second = new Path(ROOT, "changes/second");
        write(second, TEXT);
        fs.concat(file, new Path[] {second});
        assertThat(read(file)).hasSize(30).endsWith(TEXT);
        assertThat(fs.exists(second)).isFalse();
        assertThatThrownBy(() -> fs.append(second).close()).isInstanceOf(FileNotFoundException.class);
        boolean done = fs.truncate(file, 4);
        // HDFS answers false while it cuts a block, and shows the old one meanwhile, or breaks off.
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!done && !isReadable(file, 4) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(new String(read(file), StandardCharsets.US_ASCII)).isEqualTo("0123");
    }

    private boolean isReadable(Path file, int length) throws IOException {
        try {
            return read(file).length == length;
        } catch (EOFException beingCut) {
            return false;
        }
    }

    private void attributes() throws IOException {
        Path file = new Path(ROOT, "attributes");
        write(file, TEXT);
        fs.setPermission(file, new FsPermission((short) 01640));
        assertThat(fs.getFileStatus(file).getPermission().toShort()).isEqualTo((short) 01640);
        fs.setOwner(file, "somebody", null);
        fs.setOwner(file, null, "some");
        assertThat(fs.getFileStatus(file).getOwner()).isEqualTo("somebody");
        assertThat(fs.getFileStatus(file).getGroup()).isEqualTo("some");
        fs.setTimes(file, 1_000_000, 2_000_000);
        fs.setTimes(file, -1, 3_000_000);
        assertThat(fs.getFileStatus(file).getModificationTime()).isEqualTo(1_000_000);
        assertThat(fs.getFileStatus(file).getAccessTime()).isEqualTo(3_000_000);
        fs.access(file, FsAction.READ);
        extendedAttributes(file);
    }

    private void extendedAttributes(Path file) throws IOException {
        byte[] value = {0, 1, -1, 'x'};
        fs.setXAttr(file, "user.binary", value);
        fs.setXAttr(file, "user.text", TEXT);
        assertThat(fs.getXAttr(file, "user.binary")).isEqualTo(value);
        assertThat(fs.getXAttrs(file)).containsOnlyKeys("user.binary", "user.text");
        assertThat(fs.getXAttrs(file, List.of("user.text"))).containsOnlyKeys("user.text");
        assertThat(fs.listXAttrs(file)).containsExactlyInAnyOrder("user.binary", "user.text");
        assertThatThrownBy(() -> fs.setXAttr(file, "user.text", value, EnumSet.of(XAttrSetFlag.CREATE)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fs.setXAttr(file, "user.new", value, EnumSet.of(XAttrSetFlag.REPLACE)))
                .isInstanceOf(IOException.class);
        fs.removeXAttr(file, "user.text");
        Map<String, byte[]> left = fs.getXAttrs(file);
        assertThat(left).containsOnlyKeys("user.binary");
    }

    @SuppressWarnings("deprecation") // the only switch that Hadoop has for symbolic links
    private void links() throws IOException {
        FileSystem.enableSymlinks();
        Path target = new Path(ROOT, "deep/er/file");
        Path link = new Path(ROOT, "link");
        context.createSymlink(target, link, false);
        assertThat(fs.getFileLinkStatus(link).isSymlink()).isTrue();
        assertThat(fs.getFileLinkStatus(link).getSymlink().toUri().getPath()).isEqualTo(target.toString());
        assertThat(context.getLinkTarget(link).toUri().getPath()).isEqualTo(target.toString());
    }

    private void sums() throws IOException {
        ContentSummary summary = fs.getContentSummary(new Path(ROOT, "deep"));
        assertThat(summary.getLength()).isEqualTo(TEXT.length);
        assertThat(summary.getFileCount()).isEqualTo(2);
        assertThat(summary.getDirectoryCount()).isEqualTo(2);
        assertThat(fs.getQuotaUsage(new Path(ROOT, "deep")).getFileAndDirectoryCount())
                .isEqualTo(4);
        assertThat(fs.getStatus().getCapacity()).isPositive();
        assertThat(fs.getHomeDirectory().toUri().getPath()).isEqualTo("/user/" + System.getProperty("user.name"));
        assertThat(fs.getTrashRoot(new Path(ROOT, "deep")).toUri().getPath())
                .isEqualTo("/user/" + System.getProperty("user.name") + "/.Trash");
        assertThat(fs.getServerDefaults(ROOT).getBlockSize()).isPositive();
        assertThat(fs.getFileBlockLocations(new Path(ROOT, "deep/er/file"), 0, TEXT.length))
                .hasSize(1);
    }

    private void write(Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = fs.create(file, true)) {
            out.write(content);
        }
    }

    private byte[] read(Path file) throws IOException {
        try (FSDataInputStream in = fs.open(file)) {
            return in.readAllBytes();
        }
    }
}
