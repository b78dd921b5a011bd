package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows what is chosen, hands it over in slot order, fetches what is missing from whichever peer has it, and teaches
 * others. Any replica can teach, so a node that can't reach the leader still catches up through a neighbour.
 *
 * <p>Invariants: {@code chosenUpTo <= knownChosenUpTo}; neither ever decreases; every slot up to {@code chosenUpTo} was
 * committed exactly once, in order; nothing behind a seal is chosen before the next epoch is entered.
 */
public final class Learner {
    /** Ticks that a gap must last before a peer is asked: what is missing may just be late. */
    private static final int GAP_PATIENCE_TICKS = 2;
    /** Ticks after which another peer is asked. */
    private static final int LEARN_TIMEOUT_TICKS = 30;
    /** Slots asked for at once. */
    private static final int LEARN_SLOTS = 4_096;
    /** Log reads under way for peers; more are dropped, and asked for again. */
    private static final int LOADS_MAX = 4;
    /** Slots between two hashes that replicas compare. */
    private static final int HASH_INTERVAL_SLOTS = 64;

    private static final int HASHES_KEPT = 64;

    private final Context context;
    private final VoteTable votes;
    private final Consumer<Entry> learning;
    private long chosenUpTo;
    private long knownChosenUpTo;
    private long applied;
    private long compactedThrough;
    private Hash128 runningHash;
    private @Nullable EpochConfig sealedBy;
    private long sealedSlot;
    private Hash128 sealedHash = Hash128.ZERO;
    private final TreeMap<Long, Hash128> hashes = new TreeMap<>();
    private final List<Entry> committed = new ArrayList<>();

    /** What each node, member of this epoch or not, was last known to have chosen. */
    private final Map<Integer, Long> teachers = new TreeMap<>();

    private int teacherTurn;

    /** Requests in a row that taught nothing. */
    private int fruitless;

    private long gapSince = -1;
    private long askedAt = -1;
    private boolean fetchingSnapshot;
    private long loadTicket;
    private final Map<Long, Load> loads = new LinkedHashMap<>();

    private record Load(int pupil, Message.LearnRequest request) {}

    /** On top of what a disk gave back; tells of a value that was learned before it takes it. */
    Learner(Context context, VoteTable votes, Recovered recovered, Consumer<Entry> learning) {
        this.context = context;
        this.votes = votes;
        this.learning = learning;
        this.chosenUpTo = recovered.appliedSlot();
        this.applied = recovered.appliedSlot();
        this.compactedThrough = recovered.snapshotSlot();
        this.runningHash = recovered.appliedHash();
        this.knownChosenUpTo = Math.max(recovered.appliedSlot(), recovered.chosenMark());
    }

    /** Hands over what the log already shows to be chosen. */
    void start() {
        while (sealedBy == null) {
            Vote vote = votes.get(chosenUpTo + 1);
            Entry entry = vote == null ? null : vote.entry();
            boolean chosen = vote != null && (vote.state() == Vote.State.CHOSEN || vote.slot() <= knownChosenUpTo);
            if (!chosen || entry == null) {
                break;
            }
            choose(entry);
        }
        knownChosenUpTo = Math.max(knownChosenUpTo, context.epoch().startsAfter());
    }

    /** End of the chosen prefix whose values are here. */
    public long chosenUpTo() {
        return chosenUpTo;
    }

    /** End of the prefix that is chosen for certain: the values of slots before the epoch may be missing here. */
    public long decidedUpTo() {
        return Math.max(chosenUpTo, context.epoch().startsAfter());
    }

    /** End of the prefix known to be chosen somewhere. */
    public long knownChosenUpTo() {
        return knownChosenUpTo;
    }

    /** The last slot that the state machine has applied. */
    public long applied() {
        return applied;
    }

    void applied(long slot) {
        applied = Math.max(applied, slot);
        votes.evict(Math.min(applied, chosenUpTo), context.settings().cacheBytes());
    }

    void compacted(long slot) {
        compactedThrough = Math.max(compactedThrough, slot);
        votes.dropThrough(Math.min(compactedThrough, applied));
    }

    /**
     * Takes votes of this epoch for chosen, in slot order, as long as the engine says so and the state machine keeps up.
     *
     * @param upTo the last slot that may be chosen
     * @param isChosen whether the vote held here is the chosen value
     */
    public void chooseVotes(long upTo, Predicate<Vote> isChosen) {
        // Ballots of an older epoch may look like those of this one.
        while (chosenUpTo >= context.epoch().startsAfter() && chosenUpTo < upTo && hasRoom() && sealedBy == null) {
            Vote vote = votes.get(chosenUpTo + 1);
            Entry entry = vote == null ? null : vote.entry();
            if (vote == null || entry == null || !isChosen.test(vote)) {
                return;
            }
            choose(entry);
        }
    }

    /** Whether the state machine keeps up; what it could not take is handed over when it has caught up. */
    private boolean hasRoom() {
        return chosenUpTo - applied < 2L * context.settings().applyBacklogSlots();
    }

    // ---- epochs ----

    /** The configuration that the chosen entry just behind the end of this epoch carries, if it is chosen. */
    public @Nullable EpochConfig sealedBy() {
        return sealedBy;
    }

    /** The next epoch was entered; goes on learning. */
    void entered() {
        sealedBy = null;
        knownChosenUpTo = Math.max(knownChosenUpTo, context.epoch().startsAfter());
        askedAt = -1;
        if (chosenUpTo < knownChosenUpTo) {
            ask();
        }
    }

    /** The chain of entry hashes up to the end of the chosen prefix. */
    public Hash128 runningHash() {
        return runningHash;
    }

    /** A peer says that an epoch was sealed at a slot, and what the chain of hashes is there. */
    void heardOfSeal(int peer, long slot, Hash128 hash) {
        sealedSlot = slot;
        sealedHash = hash;
        heardOf(peer, slot);
        if (chosenUpTo == slot) {
            checkSealed();
        }
    }

    private void checkSealed() {
        if (!sealedHash.equals(Hash128.ZERO) && !sealedHash.equals(runningHash)) {
            context.emit(new Effect.Fatal("the log up to the seal at slot " + sealedSlot
                    + " differs from that of a peer: " + runningHash + " and " + sealedHash));
        }
    }

    /** A peer is in a newer epoch: asks it how this one ended, unless a question is under way. */
    void catchUpWith(int peer) {
        // Whoever is in a newer epoch holds this one's seal, or did; those asked so far may be gone for good.
        teachers.merge(peer, chosenUpTo + 1, Math::max);
        boolean unanswered = askedAt < 0 || context.now() - askedAt >= LEARN_TIMEOUT_TICKS;
        if (unanswered && !fetchingSnapshot && hasRoom()) {
            askedAt = context.now();
            long from = chosenUpTo + 1;
            long to = chosenUpTo + LEARN_SLOTS;
            context.send(peer, new Message.LearnRequest(from, to, held(from, to)));
        }
    }

    /** A peer is known to have everything up to a slot chosen. */
    public void heardOf(int peer, long upTo) {
        if (peer != context.self()) {
            teachers.merge(peer, upTo, Math::max);
        }
        knownChosenUpTo = Math.max(knownChosenUpTo, upTo);
    }

    private void choose(Entry entry) {
        chosenUpTo = entry.slot();
        knownChosenUpTo = Math.max(knownChosenUpTo, chosenUpTo);
        runningHash = runningHash.then(entry.hash());
        if (chosenUpTo % HASH_INTERVAL_SLOTS == 0) {
            hashes.put(chosenUpTo, runningHash);
            if (hashes.size() > HASHES_KEPT) {
                hashes.pollFirstEntry();
            }
        }
        committed.add(entry);
        if (chosenUpTo == sealedSlot) {
            checkSealed();
        }
        if (entry.kind() == EntryKind.SEAL) {
            EpochConfig next = EpochConfigCodec.decode(entry.payload());
            // Behind a restart the log shows the seals of epochs long over.
            sealedBy = context.rules().endsEpoch(context.epoch(), next) ? next : null;
        }
    }

    /** Hands over what has been chosen since the last time. */
    void flush() {
        if (!committed.isEmpty()) {
            context.emit(new Effect.Commit(List.copyOf(committed)));
            committed.clear();
        }
    }

    /** The newest hash to compare with others, or null. */
    public Map.@Nullable Entry<Long, Hash128> newestHash() {
        return hashes.lastEntry();
    }

    /** Compares a peer's hash with ours. Logs that differ mean that something already went wrong: stop before it spreads. */
    public void compareHash(int peer, long slot, Hash128 hash) {
        Hash128 ours = hashes.get(slot);
        if (ours != null && !ours.equals(hash)) {
            context.emit(new Effect.Fatal("the log up to slot " + slot + " differs from that of node " + peer + ": "
                    + ours + " and " + hash));
        }
    }

    // ---- learning ----

    /** Whether a snapshot is being fetched. */
    public boolean isFetching() {
        return fetchingSnapshot;
    }

    void tick() {
        if (chosenUpTo >= knownChosenUpTo || fetchingSnapshot || !hasRoom()) {
            gapSince = -1;
            return;
        }
        if (gapSince < 0) {
            gapSince = context.now();
        }
        boolean waited = context.now() - gapSince >= GAP_PATIENCE_TICKS;
        boolean unanswered = askedAt < 0 || context.now() - askedAt >= LEARN_TIMEOUT_TICKS;
        if (waited && unanswered) {
            teacherTurn++;
            ask();
        }
    }

    private void ask() {
        List<Integer> able = teachers.entrySet().stream()
                .filter(teacher -> teacher.getValue() > chosenUpTo)
                .map(Map.Entry::getKey)
                .toList();
        // Whoever is known to have learned it may be unable to read it back; others may have it, unknown to us.
        boolean anybody = able.isEmpty() || fruitless % 2 == 1;
        if (anybody) {
            able = context.peers();
        }
        if (able.isEmpty()) {
            return;
        }
        fruitless++;
        long from = chosenUpTo + 1;
        long to = Math.min(knownChosenUpTo, chosenUpTo + LEARN_SLOTS);
        askedAt = context.now();
        context.send(able.get(teacherTurn / 2 % able.size()), new Message.LearnRequest(from, to, held(from, to)));
    }

    private List<Message.Held> held(long from, long to) {
        List<Message.Held> held = new ArrayList<>();
        for (long slot = from; slot <= to; slot++) {
            Vote vote = votes.get(slot);
            if (vote != null && vote.hasValue()) {
                held.add(new Message.Held(slot, vote.hash()));
            }
        }
        return held;
    }

    void onLearnResponse(int from, Message.LearnResponse response) {
        heardOf(from, response.chosenUpTo());
        long before = chosenUpTo;
        Map<Long, Hash128> confirmed = new HashMap<>();
        response.confirmed().forEach(held -> confirmed.put(held.slot(), held.hash()));
        Map<Long, Entry> entries = new HashMap<>();
        response.entries().forEach(entry -> entries.put(entry.slot(), entry));
        boolean more = true;
        while (more && hasRoom() && sealedBy == null) {
            long slot = chosenUpTo + 1;
            more = learn(entries.get(slot)) || confirm(slot, confirmed.get(slot));
        }
        if (chosenUpTo > before) {
            context.trace(TraceEvent.CAUGHT_UP_BY_LOG, chosenUpTo);
            askedAt = -1;
            fruitless = 0;
            if (chosenUpTo < knownChosenUpTo && hasRoom() && sealedBy == null) {
                ask();
            }
        }
    }

    private boolean learn(@Nullable Entry entry) {
        if (entry == null) {
            return false;
        }
        learning.accept(entry);
        votes.put(Vote.chosen(entry));
        context.append(new LogRecord.Chosen(context.epoch().epoch(), entry));
        choose(entry);
        return true;
    }

    private boolean confirm(long slot, @Nullable Hash128 hash) {
        Vote vote = votes.get(slot);
        Entry entry = vote == null ? null : vote.entry();
        if (hash == null || entry == null || !entry.hash().equals(hash)) {
            return false;
        }
        choose(entry);
        return true;
    }

    void onSnapshotOffer(int from, Message.SnapshotOffer offer) {
        if (offer.slot() > chosenUpTo && !fetchingSnapshot) {
            fetchingSnapshot = true;
            context.trace(TraceEvent.SNAPSHOT_WANTED, offer.slot());
            context.emit(new Effect.FetchSnapshot(from, offer.slot()));
        }
    }

    /** The state machine stands at a snapshot's slot. Votes above it stay: a later leader may need them. */
    void snapshotInstalled(long slot, Hash128 hash) {
        fetchingSnapshot = false;
        askedAt = -1;
        fruitless = 0;
        if (slot > chosenUpTo) {
            chosenUpTo = slot;
            knownChosenUpTo = Math.max(knownChosenUpTo, slot);
            applied = Math.max(applied, slot);
            runningHash = hash;
            hashes.clear();
            sealedBy = null;
            compacted(slot);
            context.trace(TraceEvent.SNAPSHOT_INSTALLED, slot);
        }
    }

    void snapshotFailed() {
        fetchingSnapshot = false;
        askedAt = -1;
    }

    // ---- teaching ----

    void onLearnRequest(int from, Message.LearnRequest request) {
        if (request.fromSlot() > chosenUpTo) {
            context.send(from, new Message.LearnResponse(request.fromSlot(), List.of(), List.of(), chosenUpTo));
        } else if (request.fromSlot() > votes.floor()) {
            teach(from, request, inMemory(request));
        } else if (request.fromSlot() <= compactedThrough) {
            context.send(from, new Message.SnapshotOffer(compactedThrough));
        } else if (loads.size() < LOADS_MAX) {
            loads.put(++loadTicket, new Load(from, request));
            long to = Math.min(request.toSlot(), chosenUpTo);
            context.emit(new Effect.LoadLog(
                    loadTicket, request.fromSlot(), to, context.settings().messageBytes()));
        }
    }

    private List<Entry> inMemory(Message.LearnRequest request) {
        List<Entry> entries = new ArrayList<>();
        long to = Math.min(request.toSlot(), chosenUpTo);
        for (long slot = request.fromSlot(); slot <= to; slot++) {
            Entry entry = votes.entry(slot);
            if (entry == null) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    void onLogLoaded(long ticket, List<Entry> entries) {
        Load load = loads.remove(ticket);
        if (load == null) {
            return;
        }
        boolean wanted =
                !entries.isEmpty() && entries.get(0).slot() == load.request().fromSlot();
        if (wanted) {
            teach(load.pupil(), load.request(), entries);
        } else if (load.request().fromSlot() <= compactedThrough) {
            context.send(load.pupil(), new Message.SnapshotOffer(compactedThrough));
        }
    }

    private void teach(int pupil, Message.LearnRequest request, List<Entry> chosen) {
        Map<Long, Hash128> held = new HashMap<>();
        request.held().forEach(value -> held.put(value.slot(), value.hash()));
        List<Entry> entries = new ArrayList<>();
        List<Message.Held> confirmed = new ArrayList<>();
        int bytes = 0;
        for (Entry entry : chosen) {
            if (entry.hash().equals(held.get(entry.slot()))) {
                confirmed.add(new Message.Held(entry.slot(), entry.hash()));
            } else if (entries.isEmpty()
                    || bytes + entry.weight() <= context.settings().messageBytes()) {
                entries.add(entry);
                bytes += entry.weight();
            } else {
                break;
            }
        }
        context.send(pupil, new Message.LearnResponse(request.fromSlot(), entries, confirmed, chosenUpTo));
    }
}
