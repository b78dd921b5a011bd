package io.metroon.consensus.simulator.disk;

import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import io.metroon.replica.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one node. It outlives the node's processes: {@link #crash} takes away a random part of what was not synced,
 * block by block and name by name, and {@link #powerOn} lets the next process in.
 */
public final class SimulatedDisk implements Disk {
    private final int blockBytes;
    private final long capacityBytes;
    private final RandomGenerator random;
    private final DiskFaults faults;
    private final DirectoryImage root = new DirectoryImage();
    private final List<NameChange> unsyncedNames = new ArrayList<>();
    private boolean powered = true;
    private int operations;
    private int generation;

    /**
     * An empty disk.
     *
     * @param blockBytes what reaches the platter as a whole or not at all
     * @param capacityBytes of all files together
     */
    public SimulatedDisk(int blockBytes, long capacityBytes, RandomGenerator random, DiskFaults faults) {
        this.blockBytes = blockBytes;
        this.capacityBytes = capacityBytes;
        this.random = random;
        this.faults = faults;
    }

    /** What goes wrong here. */
    public DiskFaults faults() {
        return faults;
    }

    /** How many operations that change something were begun. */
    public int operations() {
        return operations;
    }

    /** Whether processes may use it. */
    public boolean isPowered() {
        return powered;
    }

    /**
     * The process that used the disk is gone. With the power, each unsynced block and name survives or not, by chance;
     * without, the system still has them all, and may still lose them later.
     */
    public void crash(boolean powerLost) {
        powered = false;
        generation++;
        if (powerLost) {
            losePower();
        }
    }

    private void losePower() {
        double kept = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
        settleSomeNames(kept, random.nextBoolean());
        unsyncedNames.clear();
        root.crash(random, kept);
    }

    /** Each image keeps a prefix of its changes; in order, so does the whole disk, as with a journal. */
    private void settleSomeNames(double kept, boolean inOrder) {
        Set<Image> cut = Collections.newSetFromMap(new IdentityHashMap<>());
        for (NameChange change : unsyncedNames) {
            boolean lost = random.nextDouble() >= kept;
            if (lost && inOrder) {
                return;
            }
            if (lost || cut.contains(change.image())) {
                cut.add(change.image());
            } else {
                change.settle();
            }
        }
    }

    /** The next process may use the disk. */
    public void powerOn() {
        powered = true;
        faults.forget();
    }

    /** Damages one synced block of one file whose path matches; says what was done, or nothing if there is none. */
    public String rot(String pathPart, boolean garbage) {
        Map<String, FileImage> files = rottable(pathPart);
        if (files.isEmpty()) {
            return "";
        }
        Map.Entry<String, FileImage> file = List.copyOf(files.entrySet()).get(random.nextInt(files.size()));
        return file.getKey() + ": " + file.getValue().rot(random, garbage);
    }

    /** A sector of one synced file whose path matches can't be read from now on, until it is written anew. */
    public String spoilSector(String pathPart) {
        Map<String, FileImage> files = rottable(pathPart);
        if (files.isEmpty()) {
            return "";
        }
        Map.Entry<String, FileImage> file = List.copyOf(files.entrySet()).get(random.nextInt(files.size()));
        return file.getKey() + ": " + file.getValue().spoilSector(random);
    }

    /** How a write that was synced came to nothing. */
    public enum Loss {
        /** The block is still empty. */
        LOST,
        /** Half of the block is. */
        TORN,
        /** The block is empty, and another one has what belongs here. */
        MISDIRECTED
    }

    /** A write to one file whose path matches, and isn't the last of those, was lost; says what was done, or nothing. */
    public String lose(String pathPart, Loss loss) {
        NavigableMap<String, FileImage> files = rottable(pathPart);
        files.pollLastEntry();
        if (files.isEmpty()) {
            return "";
        }
        Map.Entry<String, FileImage> file = List.copyOf(files.entrySet()).get(random.nextInt(files.size()));
        return file.getKey() + ": " + file.getValue().lose(random, loss);
    }

    /** Damages what was written last in the last file whose path matches; says what was done, or nothing. */
    public String rotTail(String pathPart) {
        Map.Entry<String, FileImage> last = rottable(pathPart).lastEntry();
        String what = last == null ? "" : last.getValue().rotTail(random);
        return last == null || what.isEmpty() ? "" : last.getKey() + ": " + what;
    }

    /** Whether there is a synced file whose path matches. */
    public boolean holds(String pathPart) {
        return !rottable(pathPart).isEmpty();
    }

    /** Flips a bit in every file whose path matches; says what was done, or nothing if there is none. */
    public String rotEach(String pathPart) {
        List<String> done = new ArrayList<>();
        rottable(pathPart).forEach((path, file) -> done.add(path + ": " + file.rot(random, false)));
        return String.join(", ", done);
    }

    private NavigableMap<String, FileImage> rottable(String pathPart) {
        NavigableMap<String, FileImage> files = new TreeMap<>();
        collect("", root, files);
        files.entrySet()
                .removeIf(file ->
                        !file.getKey().contains(pathPart) || !file.getValue().canRot());
        return files;
    }

    private static void collect(String prefix, DirectoryImage directory, Map<String, FileImage> files) {
        directory.names().forEach((name, image) -> {
            if (image instanceof FileImage file) {
                files.put(prefix + name, file);
            } else if (image instanceof DirectoryImage below) {
                collect(prefix + name + "/", below, files);
            }
        });
    }

    /** Grows with each process: files opened by another are of no use. */
    int generation() {
        return generation;
    }

    void requirePower() {
        if (!powered) {
            throw new PowerCut();
        }
    }

    void beforeOperation(String path) {
        requirePower();
        operations++;
        if (faults.cutsPowerNow(path)) {
            powered = false;
            throw new PowerCut();
        }
    }

    void write(String name, FileImage image, long position, ByteBuffer from) {
        if (faults.cutsPowerNow(name)) {
            powered = false;
            from.limit(from.position() + partOf(position, from.remaining()));
            image.write(position, from);
            throw new PowerCut();
        }
        operations++;
        image.write(position, from);
        if (random.nextInt(64) == 0) {
            image.writeBack(random);
        }
    }

    /** A write is cut between two blocks: within a block the system lets all of it become visible or nothing. */
    private int partOf(long position, int length) {
        long end = position + random.nextInt(length + 1);
        return (int) Math.max(0, end / blockBytes * blockBytes - position);
    }

    void sync(String name, FileImage image) throws IOException {
        beforeOperation(name);
        if (faults.failsThisSync(name)) {
            image.failSync(random);
            throw new IOException("input/output error while syncing " + name);
        }
        image.sync();
    }

    void reserve(String name, long more) throws NoSpaceException {
        if (more > 0 && (more > freeBytes() || faults.refusesRoomFor(name))) {
            faults.lacksRoom(name);
            throw new NoSpaceException("no space left for " + name);
        }
    }

    @Override
    public DiskFile openForReading(String name) throws IOException {
        requirePower();
        return new SimulatedFile(this, name, file(name), false);
    }

    @Override
    public DiskFile openForWriting(String name) throws IOException {
        requirePower();
        return new SimulatedFile(this, name, file(name), true);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        beforeOperation(name);
        reserve(name, 1);
        FileImage image = new FileImage(blockBytes);
        change(NameChange.creation(directory(parent(name)), last(name), image));
        return new SimulatedFile(this, name, image, true);
    }

    @Override
    public void createDirectories(String name) throws IOException {
        requirePower();
        DirectoryImage at = root;
        for (String part : parts(name)) {
            Image next = at.names().get(part);
            if (next == null) {
                beforeOperation(name);
                next = new DirectoryImage();
                change(NameChange.creation(at, part, next));
            }
            at = asDirectory(name, next);
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        requirePower();
        return find(directory) instanceof DirectoryImage found
                ? List.copyOf(found.names().keySet())
                : List.of();
    }

    @Override
    public boolean exists(String name) throws IOException {
        requirePower();
        return find(name) != null;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        beforeOperation(to);
        DirectoryImage source = directory(parent(from));
        Image image = source.names().get(last(from));
        if (image == null) {
            throw new NoSuchFileException(from);
        }
        change(new NameChange(source, last(from), directory(parent(to)), last(to), image));
    }

    @Override
    public void delete(String name) throws IOException {
        requirePower();
        Image image = find(name);
        if (image != null) {
            deleteTree(name, directory(parent(name)), last(name), image);
        }
    }

    private void deleteTree(String path, DirectoryImage parent, String name, Image image) {
        if (image instanceof DirectoryImage directory) {
            List.copyOf(directory.names().entrySet())
                    .forEach(entry -> deleteTree(path, directory, entry.getKey(), entry.getValue()));
        }
        beforeOperation(path);
        change(NameChange.deletion(parent, name, image));
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        beforeOperation(directory);
        DirectoryImage synced = directory(directory);
        Set<Image> touched = Collections.newSetFromMap(new IdentityHashMap<>());
        unsyncedNames.stream().filter(change -> change.touches(synced)).forEach(change -> touched.add(change.image()));
        for (Iterator<NameChange> it = unsyncedNames.iterator(); it.hasNext(); ) {
            NameChange change = it.next();
            if (touched.contains(change.image())) {
                change.settle();
                it.remove();
            }
        }
    }

    @Override
    public long freeBytes() {
        requirePower();
        return Math.max(0, capacityBytes - faults.reservedBytes() - root.bytes());
    }

    private void change(NameChange change) {
        change.apply();
        unsyncedNames.add(change);
    }

    private @Nullable Image find(String name) {
        Image at = root;
        for (String part : parts(name)) {
            if (!(at instanceof DirectoryImage directory)) {
                return null;
            }
            at = directory.names().get(part);
        }
        return at;
    }

    private FileImage file(String name) throws IOException {
        if (find(name) instanceof FileImage found) {
            return found;
        }
        throw new NoSuchFileException(name);
    }

    private DirectoryImage directory(String name) throws IOException {
        Image found = find(name);
        if (found == null) {
            throw new NoSuchFileException(name);
        }
        return asDirectory(name, found);
    }

    private static DirectoryImage asDirectory(String name, Image image) throws IOException {
        if (image instanceof DirectoryImage directory) {
            return directory;
        }
        throw new IOException(name + " is not a directory");
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
