package io.metroon.replica.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * A disk in memory that knows, block by block, what is synced. {@link #afterCrash} gives the disk that a power failure
 * leaves, with any subset of what was not synced.
 */
public final class MemoryDisk implements Disk {
    /** Power fails in the middle of an operation. */
    public static final class PowerFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A block of a file whose newest contents are not synced. */
    public record DirtyBlock(String name, int block) {}

    private static final class Inode {
        byte[] current = {};
        byte[] synced = {};
    }

    private final int blockBytes;
    private Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> syncedNames = new TreeMap<>();
    private long capacity = Long.MAX_VALUE;
    private int operationsLeft = Integer.MAX_VALUE;
    private int operations;
    private boolean syncFails;

    /** An empty disk. */
    public MemoryDisk(int blockBytes) {
        this.blockBytes = blockBytes;
    }

    /** Limits the sum of file sizes. */
    public void limit(long octets) {
        capacity = octets;
    }

    /** The next syncs fail. */
    public void failSyncs(boolean fail) {
        syncFails = fail;
    }

    /** Power fails at the operation after this many more that change something. */
    public void failAfter(int more) {
        operationsLeft = more;
    }

    /** Operations so far that changed something. */
    public int operations() {
        return operations;
    }

    /** Blocks that a crash may lose, in a fixed order. */
    public List<DirtyBlock> dirtyBlocks() {
        List<DirtyBlock> dirty = new ArrayList<>();
        names.forEach((name, inode) -> {
            int blocks = (Math.max(inode.current.length, inode.synced.length) + blockBytes - 1) / blockBytes;
            for (int block = 0; block < blocks; block++) {
                if (!Arrays.equals(block(inode.current, block), block(inode.synced, block))) {
                    dirty.add(new DirtyBlock(name, block));
                }
            }
        });
        return dirty;
    }

    private byte[] block(byte[] octets, int block) {
        int from = Math.min(octets.length, block * blockBytes);
        return Arrays.copyOfRange(octets, from, Math.min(octets.length, from + blockBytes));
    }

    /**
     * What a power failure leaves.
     *
     * @param keepsBlock which of {@link #dirtyBlocks} reached the disk, by their place in that list
     * @param keepsNames whether changes of names that were not synced reached the disk
     */
    public MemoryDisk afterCrash(IntPredicate keepsBlock, boolean keepsNames) {
        MemoryDisk after = new MemoryDisk(blockBytes);
        List<DirtyBlock> dirty = dirtyBlocks();
        Map<Inode, Inode> copies = new HashMap<>();
        names.forEach((name, inode) -> {
            Inode copy = new Inode();
            copy.current = Arrays.copyOf(inode.synced, Math.max(inode.synced.length, inode.current.length));
            for (int i = 0; i < dirty.size(); i++) {
                if (dirty.get(i).name().equals(name) && keepsBlock.test(i)) {
                    byte[] block = block(inode.current, dirty.get(i).block());
                    System.arraycopy(block, 0, copy.current, dirty.get(i).block() * blockBytes, block.length);
                }
            }
            copies.put(inode, copy);
        });
        Map<String, Inode> left = keepsNames ? names : syncedNames;
        left.forEach((name, inode) -> {
            Inode copy = copies.computeIfAbsent(inode, gone -> {
                Inode old = new Inode();
                old.current = gone.synced.clone();
                return old;
            });
            copy.synced = copy.current.clone();
            after.names.put(name, copy);
            after.syncedNames.put(name, copy);
        });
        return after;
    }

    /** The same disk once more. */
    public MemoryDisk copy() {
        return afterCrash(i -> true, true);
    }

    /** Turns bits of an octet over, under the file's feet. */
    public void flip(String name, int offset, int mask) throws IOException {
        Inode inode = inode(name);
        inode.current[offset] ^= (byte) mask;
        inode.synced[offset] ^= (byte) mask;
    }

    /** Overwrites a block, under the file's feet. */
    public void overwrite(String name, int block, byte with) throws IOException {
        Inode inode = inode(name);
        for (byte[] image : List.of(inode.current, inode.synced)) {
            Arrays.fill(image, block * blockBytes, Math.min(image.length, (block + 1) * blockBytes), with);
        }
    }

    /** Cuts a file, under its feet. */
    public void cut(String name, int size) throws IOException {
        Inode inode = inode(name);
        inode.current = Arrays.copyOf(inode.current, size);
        inode.synced = Arrays.copyOf(inode.synced, size);
    }

    private Inode inode(String name) throws IOException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }

    private void change() {
        if (operationsLeft-- <= 0) {
            throw new PowerFailure();
        }
        operations++;
    }

    @Override
    public DiskFile openForReading(String name) throws IOException {
        return new MemoryFile(inode(name));
    }

    @Override
    public DiskFile openForWriting(String name) throws IOException {
        return new MemoryFile(inode(name));
    }

    @Override
    public DiskFile create(String name) {
        change();
        Inode inode = new Inode();
        names.put(name, inode);
        return new MemoryFile(inode);
    }

    @Override
    public void createDirectories(String name) {
        change();
    }

    @Override
    public List<String> list(String directory) {
        TreeSet<String> found = new TreeSet<>();
        String prefix = directory.isEmpty() ? "" : directory + "/";
        for (String name : names.keySet()) {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                found.add(rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest);
            }
        }
        return List.copyOf(found);
    }

    @Override
    public boolean exists(String name) {
        return names.containsKey(name) || names.keySet().stream().anyMatch(other -> other.startsWith(name + "/"));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        if (names.containsKey(from)) {
            names.put(to, inode(from));
            names.remove(from);
            return;
        }
        Map<String, Inode> moved = new TreeMap<>();
        names.forEach((name, inode) ->
                moved.put(name.startsWith(from + "/") ? to + name.substring(from.length()) : name, inode));
        names = moved;
    }

    @Override
    public void delete(String name) {
        change();
        names.keySet().removeIf(other -> other.equals(name) || other.startsWith(name + "/"));
    }

    @Override
    public void syncDirectory(String directory) {
        change();
        String prefix = directory.isEmpty() ? "" : directory + "/";
        syncedNames.keySet().removeIf(name -> name.startsWith(prefix) && !names.containsKey(name));
        names.forEach((name, inode) -> {
            if (name.startsWith(prefix)) {
                syncedNames.put(name, inode);
            }
        });
    }

    @Override
    public long freeBytes() {
        return capacity - used();
    }

    private long used() {
        return names.values().stream().mapToLong(inode -> inode.current.length).sum();
    }

    private final class MemoryFile implements DiskFile {
        private final Inode inode;

        MemoryFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public int read(long position, ByteBuffer into) {
            int count = (int) Math.max(0, Math.min(into.remaining(), inode.current.length - position));
            into.put(inode.current, (int) Math.min(position, inode.current.length), count);
            return count;
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            change();
            int end = (int) position + from.remaining();
            if (end > inode.current.length) {
                if (used() + end - inode.current.length > capacity) {
                    throw new NoSpaceException("no space left");
                }
                inode.current = Arrays.copyOf(inode.current, end);
            }
            from.get(inode.current, (int) position, from.remaining());
        }

        @Override
        public void sync() throws IOException {
            change();
            if (syncFails) {
                throw new IOException("sync failed");
            }
            inode.synced = inode.current.clone();
        }

        @Override
        public long size() {
            return inode.current.length;
        }

        @Override
        public void setSize(long size) {
            change();
            inode.current = Arrays.copyOf(inode.current, (int) size);
        }

        @Override
        public void close() {}
    }
}
