package io.metroon.consensus.simulator.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A file twice: as programs read it, and as the platter holds it. Both are arrays of blocks; a block that is the same
 * object in both is clean, and an absent block is all zeros.
 */
final class FileImage implements Image {
    private final int blockBytes;
    private byte[] @Nullable [] current = new byte[0][];
    private byte[] @Nullable [] stable = new byte[0][];
    private final BitSet dirty = new BitSet();
    private final BitSet unreadable = new BitSet();
    private long size;
    private long stableSize;

    FileImage(int blockBytes) {
        this.blockBytes = blockBytes;
    }

    long size() {
        return size;
    }

    int read(long position, ByteBuffer into) {
        int wanted = (int) Math.min(into.remaining(), Math.max(0, size - position));
        int done = 0;
        while (done < wanted) {
            int offset = (int) ((position + done) % blockBytes);
            int length = Math.min(wanted - done, blockBytes - offset);
            copyOut((int) ((position + done) / blockBytes), offset, length, into);
            done += length;
        }
        return done;
    }

    private void copyOut(int index, int offset, int length, ByteBuffer into) {
        byte[] block = index < current.length ? current[index] : null;
        if (block == null) {
            into.put(new byte[length]);
        } else {
            into.put(block, offset, length);
        }
    }

    void write(long position, ByteBuffer from) {
        size = Math.max(size, position + from.remaining());
        while (from.hasRemaining()) {
            int offset = (int) (position % blockBytes);
            int length = Math.min(from.remaining(), blockBytes - offset);
            writeBlock((int) (position / blockBytes), offset, from, length);
            position += length;
        }
    }

    private void writeBlock(int index, int offset, ByteBuffer from, int length) {
        growTo(index + 1);
        unreadable.clear(index);
        byte[] block = current[index];
        if (block == null && isZero(from, length)) {
            from.position(from.position() + length);
        } else {
            byte[] own = ownBlock(index);
            from.get(own, offset, length);
        }
        dirty.set(index);
    }

    /** The block for writing: a copy, unless it differs from the stable one already. */
    private byte[] ownBlock(int index) {
        byte[] block = current[index];
        byte[] before = index < stable.length ? stable[index] : null;
        byte[] own = block;
        if (own == null) {
            own = new byte[blockBytes];
        } else if (own == before) {
            own = own.clone();
        }
        current[index] = own;
        return own;
    }

    private static boolean isZero(ByteBuffer from, int length) {
        for (int i = from.position(); i < from.position() + length; i++) {
            if (from.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void growTo(int blocks) {
        if (blocks > current.length) {
            current = Arrays.copyOf(current, Math.max(blocks, current.length * 2));
        }
    }

    void setSize(long newSize) {
        if (newSize < size) {
            zeroFrom(newSize);
        }
        size = newSize;
    }

    private void zeroFrom(long position) {
        int index = (int) (position / blockBytes);
        int offset = (int) (position % blockBytes);
        if (offset > 0 && index < current.length && current[index] != null) {
            Arrays.fill(ownBlock(index), offset, blockBytes, (byte) 0);
            dirty.set(index);
        }
        for (int i = offset > 0 ? index + 1 : index; i < current.length; i++) {
            if (current[i] != null) {
                current[i] = null;
                dirty.set(i);
            }
        }
    }

    /** Everything reaches the platter. */
    void sync() {
        for (int i = dirty.nextSetBit(0); i >= 0; i = dirty.nextSetBit(i + 1)) {
            settle(i);
        }
        dirty.clear();
        stableSize = size;
    }

    /** A sync that failed: each dirty block may have reached the platter or not, and all of them are clean now. */
    void failSync(RandomGenerator random) {
        settleSome(random, 0.5);
        dirty.clear();
    }

    /** Every dirty block reaches the platter with this probability; then the program's view is what the platter has. */
    void crash(RandomGenerator random, double kept) {
        settleSome(random, kept);
        if (random.nextDouble() < kept) {
            stableSize = size;
        }
        dirty.clear();
        current = stable.clone();
        size = stableSize;
        zeroFrom(size);
        sync();
    }

    /** The system writes some dirty blocks back of its own accord. */
    void writeBack(RandomGenerator random) {
        settleSome(random, 0.3);
    }

    private void settleSome(RandomGenerator random, double probability) {
        for (int i = dirty.nextSetBit(0); i >= 0; i = dirty.nextSetBit(i + 1)) {
            if (random.nextDouble() < probability) {
                settle(i);
            }
        }
    }

    private void settle(int index) {
        if (index >= stable.length) {
            stable = Arrays.copyOf(stable, Math.max(current.length, index + 1));
        }
        stable[index] = index < current.length ? current[index] : null;
    }

    /** Whether there is a block on the platter that could rot. */
    boolean canRot() {
        return rottable() > 0;
    }

    private int rottable() {
        int count = 0;
        for (int i = 0; i < stable.length; i++) {
            if (stable[i] != null && i < current.length && current[i] == stable[i]) {
                count++;
            }
        }
        return count;
    }

    /** Flips one bit of a synced block, or fills it with garbage; says what it did. */
    String rot(RandomGenerator random, boolean garbage) {
        int victim = rottableAt(random.nextInt(rottable()));
        byte[] block = stable[victim];
        if (block == null) {
            throw new IllegalStateException("an absent block can't rot");
        }
        byte[] rotten = block.clone();
        int bit = random.nextInt(blockBytes * 8);
        if (garbage) {
            random.nextBytes(rotten);
        } else {
            rotten[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        stable[victim] = rotten;
        current[victim] = rotten;
        return "block " + victim + (garbage ? " overwritten" : " bit " + bit + " flipped");
    }

    /** Flips one bit of a block among the last few of the first unbroken run of blocks: what was written last. */
    String rotTail(RandomGenerator random) {
        int end = 0;
        while (end < stable.length && stable[end] != null) {
            end++;
        }
        int victim = Math.max(0, end - 1 - random.nextInt(3));
        byte[] block = victim < stable.length ? stable[victim] : null;
        if (block == null || victim >= current.length || current[victim] != block) {
            return "";
        }
        byte[] rotten = block.clone();
        int bit = random.nextInt(blockBytes * 8);
        rotten[bit / 8] ^= (byte) (1 << (bit % 8));
        stable[victim] = rotten;
        current[victim] = rotten;
        return "block " + victim + " of the tail, bit " + bit + " flipped";
    }

    /** A sector that can't be read any more; says which. */
    String spoilSector(RandomGenerator random) {
        int victim = rottableAt(random.nextInt(rottable()));
        unreadable.set(victim);
        return "block " + victim + " unreadable";
    }

    boolean isUnreadable(long position, int length) {
        if (unreadable.isEmpty() || length == 0) {
            return false;
        }
        int next = unreadable.nextSetBit((int) (position / blockBytes));
        return next >= 0 && (long) next * blockBytes < Math.min(size, position + length);
    }

    /** A synced block holds less than what was written, and another one perhaps what belongs here; says what it did. */
    String lose(RandomGenerator random, SimulatedDisk.Loss loss) {
        int victim = rottableAt(random.nextInt(rottable()));
        byte[] written = stable[victim];
        byte @Nullable [] left = null;
        int elsewhere = victim;
        if (loss == SimulatedDisk.Loss.TORN && written != null) {
            left = written.clone();
            Arrays.fill(left, blockBytes / 2, blockBytes, (byte) 0);
        } else if (loss == SimulatedDisk.Loss.MISDIRECTED) {
            elsewhere = rottableAt(random.nextInt(rottable()));
            replace(elsewhere, written);
        }
        if (elsewhere != victim || loss != SimulatedDisk.Loss.MISDIRECTED) {
            replace(victim, left);
        }
        return "block " + victim + " " + loss + (elsewhere == victim ? "" : ", to block " + elsewhere);
    }

    private void replace(int index, byte @Nullable [] block) {
        stable[index] = block;
        current[index] = block;
    }

    private int rottableAt(int ordinal) {
        int skip = ordinal;
        for (int i = 0; i < stable.length; i++) {
            if (stable[i] != null && i < current.length && current[i] == stable[i] && skip-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("no block to rot");
    }
}
