package io.metroon.replica;

import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.disk.Disk;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Looks now and then how much room the disk has. On the log lane, as a disk that hangs must hold up nobody else, and told on
 * it.
 */
final class RoomWatch {
    private final Disk disk;
    private final LogWriter log;
    private final long headroomBytes;
    private final Consumer<Found> onChange;
    private final AtomicBoolean looking = new AtomicBoolean();
    private DiskRoom room = DiskRoom.AMPLE;

    /**
     * Another room than before.
     *
     * @param room now
     * @param freeBytes left
     * @param headroomBytes that there should be
     */
    record Found(DiskRoom room, long freeBytes, long headroomBytes) {}

    RoomWatch(Disk disk, LogWriter log, long headroomBytes, Consumer<Found> onChange) {
        this.disk = disk;
        this.log = log;
        this.headroomBytes = headroomBytes;
        this.onChange = onChange;
    }

    /** Looks, unless the last look has not come back. */
    void look(Lane logLane) {
        if (looking.compareAndSet(false, true)) {
            logLane.execute(() -> {
                looking.set(false);
                look();
            });
        }
    }

    private void look() {
        long free;
        try {
            free = disk.freeBytes();
        } catch (IOException e) {
            // A disk that can't even tell fails at the next write, and that is what stops the node.
            return;
        }
        DiskRoom found = room(free);
        if (found != room) {
            room = found;
            onChange.accept(new Found(found, free, headroomBytes));
        }
    }

    private DiskRoom room(long free) {
        if (log.isOutOfSpace()) {
            return DiskRoom.FULL;
        }
        // A quarter more to come back than to leave, so that a disk at the limit doesn't open and close the door all
        // the time.
        long wanted = room == DiskRoom.AMPLE ? headroomBytes : headroomBytes + headroomBytes / 4;
        return free < wanted ? DiskRoom.LOW : DiskRoom.AMPLE;
    }
}
