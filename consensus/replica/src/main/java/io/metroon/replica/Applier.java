package io.metroon.replica;

import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.replica.condition.StateMark;
import io.metroon.replica.snapshot.SnapshotManifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies chosen entries in order: filters repetitions, drives the state machine, notes where a snapshot is due. On the
 * apply lane.
 *
 * @param <R> a reply
 */
final class Applier<R> {
    private static final int SESSIONS_BYTES_MAX = 64 << 20;
    /** Marks that wait to be taken: what a replica compares at most. */
    private static final int MARKS_MAX = 1_024;

    private final StateMachine<R> machine;
    private final ReplicaSettings settings;
    private final Observer observer;
    private final SessionTable sessions = new SessionTable();
    private long slot;
    private Hash128 runningHash;
    private EpochConfig epoch;
    private final Deque<StateMark> marks = new ArrayDeque<>();
    private long markedSlot;
    private long bytesSinceMark;

    /**
     * What became of one command entry.
     *
     * @param slot where
     * @param call whose it is
     * @param verdict what was done with it
     * @param reply of the state machine, when it was executed
     */
    record Outcome<R>(
            long slot,
            SessionCall call,
            SessionTable.Verdict verdict,
            @Nullable R reply) {}

    /** At slot 0; {@code first} is the oldest configuration that this node knows. */
    Applier(StateMachine<R> machine, ReplicaSettings settings, Observer observer, EpochConfig first) {
        this.machine = machine;
        this.settings = settings;
        this.observer = observer;
        this.runningHash = Hash128.ZERO;
        this.epoch = first;
    }

    long slot() {
        return slot;
    }

    Hash128 runningHash() {
        return runningHash;
    }

    /** The configuration in force behind the slot. A node that joined late doesn't know it before the first seal. */
    EpochConfig epoch() {
        return epoch;
    }

    /** Applies consecutive entries; {@code snapshotDue} runs right behind each entry at which a snapshot is due. */
    List<Outcome<R>> apply(List<Entry> entries, Runnable snapshotDue) {
        List<Outcome<R>> outcomes = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (entry.slot() <= slot) {
                continue;
            }
            if (entry.slot() != slot + 1) {
                throw new IllegalStateException("slot " + entry.slot() + " follows slot " + slot);
            }
            slot = entry.slot();
            runningHash = runningHash.then(entry.hash());
            bytesSinceMark += entry.weight();
            if (entry.kind() == EntryKind.COMMAND) {
                outcomes.add(applyCommand(entry));
            } else {
                if (entry.kind() == EntryKind.SEAL) {
                    epoch = EpochConfigCodec.decode(entry.payload());
                }
                skip(entry);
                observer.onApplied(entry, false);
            }
            markState();
            // A state machine that was closed cleanly may stand behind this slot: what it holds is not the state here.
            if (isSnapshotDue() && epoch.startsAfter() <= slot && machine.appliedSlot() == slot) {
                snapshotDue.run();
            }
        }
        return outcomes;
    }

    private void markState() {
        if (slot % StateMark.EVERY_SLOTS != 0 || machine.appliedSlot() != slot) {
            return;
        }
        Hash128 digest = machine.digest();
        if (!digest.equals(Hash128.ZERO)) {
            marks.add(new StateMark(slot, digest));
            if (marks.size() > MARKS_MAX) {
                marks.remove();
            }
        }
    }

    /** The marks passed since the last call, oldest first. */
    List<StateMark> takeMarks() {
        List<StateMark> taken = List.copyOf(marks);
        marks.clear();
        return taken;
    }

    private Outcome<R> applyCommand(Entry entry) {
        SessionCall call = SessionCall.decode(entry.payload());
        if (call.isOpening()) {
            long id = sessions.open(entry.slot(), call.sequence());
            skip(entry);
            observer.onApplied(entry, false);
            SessionCall opened = new SessionCall(0, call.sequence(), id, call.command());
            return new Outcome<>(entry.slot(), opened, SessionTable.Verdict.EXECUTE, null);
        }
        SessionTable.Verdict verdict = sessions.admit(entry.slot(), call);
        R reply = null;
        // A state machine that was closed cleanly may already stand behind this slot.
        boolean execute = verdict == SessionTable.Verdict.EXECUTE && entry.slot() > machine.appliedSlot();
        if (execute) {
            reply = machine.apply(entry.slot(), entry.stamp(), call.command());
        } else {
            skip(entry);
        }
        observer.onApplied(entry, execute);
        return new Outcome<>(entry.slot(), call, verdict, reply);
    }

    private void skip(Entry entry) {
        if (entry.slot() > machine.appliedSlot()) {
            machine.skip(entry.slot(), entry.stamp());
        }
    }

    /**
     * Whether a snapshot is due at the slot just applied. A function of the log alone, so that all replicas take theirs at
     * the same slots.
     */
    private boolean isSnapshotDue() {
        boolean due = slot - markedSlot >= settings.snapshotIntervalSlots()
                || bytesSinceMark >= settings.snapshotIntervalBytes();
        if (due) {
            markedSlot = slot;
            bytesSinceMark = 0;
        }
        return due;
    }

    /** The state at the slot just applied, for a snapshot. */
    Content freeze() {
        return new Content(slot, runningHash, epoch, header(), machine.freeze());
    }

    /**
     * What a snapshot holds.
     *
     * @param slot of the snapshot
     * @param runningHash the chain of entry hashes up to it
     * @param epoch the configuration in force behind it
     * @param header this class's own state, encoded
     * @param state of the state machine, at the same slot
     */
    record Content(long slot, Hash128 runningHash, EpochConfig epoch, byte[] header, StateMachine.Frozen state) {
        void writeTo(OutputStream out) throws IOException {
            DataOutputStream sized = new DataOutputStream(out);
            sized.writeInt(header.length);
            sized.write(header);
            sized.flush();
            state.writeTo(out);
        }
    }

    private byte[] header() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeLong(markedSlot);
            out.writeLong(bytesSinceMark);
            sessions.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return octets.toByteArray();
    }

    /**
     * Reads all that {@link #load} would read of a snapshot, and changes nothing: a state machine that has half loaded one
     * is good for nothing any more.
     *
     * @throws IOException when it is damaged
     */
    void check(long snapshotSlot, InputStream snapshot) throws IOException {
        readHeader(snapshot);
        if (machine.appliedSlot() < snapshotSlot) {
            snapshot.transferTo(OutputStream.nullOutputStream());
        }
    }

    /**
     * Takes over a snapshot. A state machine that already stands at or behind its slot keeps its state.
     *
     * @throws IOException when it is damaged
     */
    void load(SnapshotManifest manifest, InputStream snapshot) throws IOException {
        takeOver(manifest, snapshot);
        if (machine.appliedSlot() < slot) {
            machine.load(snapshot);
        }
    }

    /**
     * Goes back to a snapshot, whatever the state machine holds.
     *
     * @throws IOException when it is damaged
     */
    void reload(SnapshotManifest manifest, InputStream snapshot) throws IOException {
        takeOver(manifest, snapshot);
        marks.clear();
        machine.load(snapshot);
    }

    private void takeOver(SnapshotManifest manifest, InputStream snapshot) throws IOException {
        DataInputStream fields = new DataInputStream(new ByteArrayInputStream(readHeader(snapshot)));
        markedSlot = fields.readLong();
        bytesSinceMark = fields.readLong();
        sessions.readFrom(fields);
        slot = manifest.slot();
        runningHash = manifest.runningHash();
        epoch = manifest.epoch();
    }

    /** Reads this class's part of a snapshot; what follows is the state machine's. */
    static byte[] readHeader(InputStream snapshot) throws IOException {
        DataInputStream in = new DataInputStream(snapshot);
        int length = in.readInt();
        if (length < 0 || length > SESSIONS_BYTES_MAX) {
            throw new IOException("a session table of " + length + " bytes can't be");
        }
        return in.readNBytes(length);
    }
}
