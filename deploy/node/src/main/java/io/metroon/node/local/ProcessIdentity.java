package io.metroon.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A process, told apart from a later one that was given the same pid: it is the same only if it started at the same moment
 * of the same boot.
 *
 * @param pid its number
 * @param started when it started, as this class writes it
 */
public record ProcessIdentity(long pid, String started) {
    private static final Path PROC = Path.of("/proc");
    private static final Duration POLL = Duration.ofMillis(20);

    /** The process that has this pid now; empty when there is none. */
    public static Optional<ProcessIdentity> of(long pid) {
        return ProcessHandle.of(pid).flatMap(ProcessIdentity::startOf).map(start -> new ProcessIdentity(pid, start));
    }

    /** The process if it still runs. One that ended but was not collected by its parent counts as ended. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> startOf(handle).filter(started::equals).isPresent());
    }

    /** Waits until the process has ended, at most this long; false when it still runs. */
    public boolean awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive().isPresent()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    private static Optional<String> startOf(ProcessHandle handle) {
        Path stat = PROC.resolve(handle.pid() + "/stat");
        if (!Files.exists(PROC.resolve("self/stat"))) {
            return handle.info().startInstant().map(Instant::toString);
        }
        try {
            return startOf(Files.readString(stat));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    // proc(5): the second field is the command in parentheses, which may itself hold blanks and parentheses. Behind it,
    // field 3 is the state and field 22 the start in ticks since boot, which no change of the wall clock moves.
    private static Optional<String> startOf(String stat) throws IOException {
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        boolean ended = fields.get(0).equals("Z") || fields.get(0).equals("X");
        return ended ? Optional.empty() : Optional.of(fields.get(19) + "@" + bootId());
    }

    private static String bootId() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }
}
