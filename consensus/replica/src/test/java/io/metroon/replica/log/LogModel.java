package io.metroon.replica.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Drives a log and remembers what it must never forget: the judge of every recovery. */
final class LogModel {
    static final String DIRECTORY = "log";
    static final StoreId STORE = new StoreId(3, 4);
    static final Meta META = Meta.fresh(
            new NodeIdentity(new ClusterId(1, 2), 1, STORE),
            EpochConfig.ofMajorities(
                    1,
                    EpochConfig.Engine.PAXOS,
                    List.of(new Member(1, STORE, Member.Role.VOTER, 0, "127.0.0.1:1", "127.0.0.1:2"))));

    private record Mark(long lastLsn, long chosenUpTo) {}

    final MemoryDisk disk;
    final LogSettings settings;
    final WriteAheadLog log;
    private final List<LogRecord> records = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private int synced;

    LogModel(MemoryDisk disk, LogSettings settings) throws IOException {
        this.disk = disk;
        this.settings = settings;
        WriteAheadLog.format(disk, DIRECTORY, settings, META);
        this.log = WriteAheadLog.open(disk, DIRECTORY, settings, META, 0).log();
    }

    static LogRecord promised(long round) {
        return new LogRecord.Promised(1, new Ballot(round, 1));
    }

    static LogRecord accepted(long slot, long round, int length) {
        return new LogRecord.Accepted(1, entry(slot, round, length));
    }

    /** A vote for octets that are all zero. */
    static LogRecord acceptedZeros(long slot, long round, int length) {
        Entry zeros = Entry.of(slot, new Ballot(round, 1), EntryKind.COMMAND, 1_000 + slot, new byte[length]);
        return new LogRecord.Accepted(1, zeros);
    }

    static LogRecord chosen(long slot, long round, int length) {
        return new LogRecord.Chosen(1, entry(slot, round, length));
    }

    static Entry entry(long slot, long round, int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) (slot * 16 + round + 1));
        return Entry.of(slot, new Ballot(round, 1), EntryKind.COMMAND, 1_000 + slot, payload);
    }

    void append(long chosenUpTo, LogRecord... batch) throws IOException {
        records.addAll(List.of(batch)); // even half written, they were really made
        marks.add(new Mark(records.size(), chosenUpTo));
        log.append(List.of(batch), records.size(), chosenUpTo);
    }

    void sync() throws IOException {
        assertThat(log.sync()).isEqualTo(records.size());
        synced = records.size();
    }

    void mark(long chosenUpTo) throws IOException {
        marks.add(new Mark(records.size(), chosenUpTo));
        synced = records.size();
        log.mark(chosenUpTo);
    }

    int appended() {
        return records.size();
    }

    Opened reopen(MemoryDisk left) throws IOException {
        return WriteAheadLog.open(left, DIRECTORY, settings, META, 0);
    }

    /** All that a log holds: what is known chosen, read back, and the votes above. */
    static List<Vote> votes(Opened opened) {
        List<Vote> all = new ArrayList<>();
        for (long slot = 1; slot <= opened.chosenMark(); slot++) {
            opened.log().read(slot, slot, 1).forEach(entry -> all.add(Vote.of(entry)));
        }
        all.addAll(opened.votes());
        return all;
    }

    /** Checks that nothing synced is forgotten and nothing is invented. */
    void check(Opened opened) {
        assertThat(opened.lastLsn()).isBetween((long) synced, (long) records.size());
        checkPromise(opened.promised());
        for (long slot = 1; slot <= 64; slot++) {
            checkSlot(opened, slot);
        }
        checkMark(opened);
    }

    /** Checks that nothing is reported as damaged. */
    static void checkUndamaged(Opened opened) {
        assertThat(opened.faults()).isEmpty();
        assertThat(votes(opened)).allMatch(Vote::hasValue);
    }

    private void checkPromise(Ballot found) {
        Ballot least = highestBallot(records.subList(0, synced));
        Ballot most = highestBallot(records);
        assertThat(found).isGreaterThanOrEqualTo(least).isLessThanOrEqualTo(most);
    }

    private static Ballot highestBallot(List<LogRecord> of) {
        return of.stream().map(LogRecords::promise).max(Ballot::compareTo).orElse(Ballot.NONE);
    }

    private void checkSlot(Opened opened, long slot) {
        if (opened.faults().stream().anyMatch(range -> range.contains(slot))) {
            assertThat(votes(opened)).noneMatch(vote -> vote.slot() == slot);
            return;
        }
        int newestSynced = newest(slot, synced);
        int found = votes(opened).stream()
                .filter(vote -> vote.slot() == slot)
                .mapToInt(this::recordOf)
                .findFirst()
                .orElse(-1);
        assertThat(found).as("record of slot %s", slot).isGreaterThanOrEqualTo(newestSynced);
    }

    private int newest(long slot, int below) {
        for (int i = below - 1; i >= 0; i--) {
            if (LogRecords.isVote(records.get(i)) && LogRecords.slot(records.get(i)) == slot) {
                return i;
            }
        }
        return -1;
    }

    private int recordOf(Vote vote) {
        for (int i = records.size() - 1; i >= 0; i--) {
            LogRecord record = records.get(i);
            if (LogRecords.isVote(record) && matches(vote, record)) {
                return i;
            }
        }
        throw new AssertionError("nobody voted " + vote);
    }

    private static boolean matches(Vote vote, LogRecord record) {
        Entry entry =
                record instanceof LogRecord.Accepted accepted ? accepted.entry() : ((LogRecord.Chosen) record).entry();
        return entry.slot() == vote.slot()
                && entry.ballot().equals(vote.ballot())
                && entry.hash().equals(vote.hash())
                && (!vote.hasValue() || entry.equals(vote.entry()));
    }

    private void checkMark(Opened opened) {
        long most = marks.stream()
                .filter(mark -> mark.lastLsn <= opened.lastLsn())
                .mapToLong(Mark::chosenUpTo)
                .max()
                .orElse(0);
        assertThat(opened.chosenMark()).isLessThanOrEqualTo(most);
        for (long slot = 1; slot <= opened.chosenMark(); slot++) {
            long wanted = slot;
            assertThat(votes(opened)).anyMatch(vote -> vote.slot() == wanted && vote.hasValue());
        }
    }

    /** Ranges in a form that is easy to compare. */
    static List<String> ranges(List<SlotRange> ranges) {
        return ranges.stream().map(range -> range.from() + "-" + range.to()).toList();
    }
}
