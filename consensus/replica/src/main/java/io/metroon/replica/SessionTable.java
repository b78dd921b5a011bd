package io.metroon.replica;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which commands of which gateway process took effect, in replicated state: a gateway proposes a command again when it
 * doesn't know what became of it, and it takes effect once. A session's id is the slot that opened it. Replies are not
 * kept here: whoever proposed the command applies it as well and sees the reply then. Raft dissertation, section 6.3.
 *
 * <p>Deterministic: at most {@value #SESSIONS_MAX} sessions, the one unused for longest goes first, by slots. A command of
 * a session that is gone is not executed.
 */
final class SessionTable {
    private static final int SESSIONS_MAX = 256;
    private static final byte FORMAT = 1;

    private final TreeMap<Long, Session> sessions = new TreeMap<>();

    /** What to do with a command. */
    enum Verdict {
        EXECUTE,
        REPETITION,
        SESSION_GONE
    }

    private static final class Session {
        final long nonce;
        long lastSlot;
        long lowestPending;
        final Set<Long> done = new HashSet<>();

        Session(long nonce, long slot) {
            this.nonce = nonce;
            this.lastSlot = slot;
        }
    }

    /** Opens a session at a slot; its id. An opening proposed twice opens one session. */
    long open(long slot, long nonce) {
        for (Map.Entry<Long, Session> session : sessions.entrySet()) {
            if (session.getValue().nonce == nonce) {
                return session.getKey();
            }
        }
        if (sessions.size() >= SESSIONS_MAX) {
            sessions.entrySet().stream()
                    .min(Comparator.comparingLong(session -> session.getValue().lastSlot))
                    .map(Map.Entry::getKey)
                    .ifPresent(sessions::remove);
        }
        sessions.put(slot, new Session(nonce, slot));
        return slot;
    }

    /** Notes a command at a slot and says whether to execute it. */
    Verdict admit(long slot, SessionCall call) {
        Session session = sessions.get(call.session());
        if (session == null) {
            return Verdict.SESSION_GONE;
        }
        session.lastSlot = slot;
        if (call.lowestPending() > session.lowestPending) {
            session.lowestPending = call.lowestPending();
            session.done.removeIf(sequence -> sequence < call.lowestPending());
        }
        boolean isNew = call.sequence() >= session.lowestPending && session.done.add(call.sequence());
        return isNew ? Verdict.EXECUTE : Verdict.REPETITION;
    }

    void clear() {
        sessions.clear();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeByte(FORMAT);
        out.writeInt(sessions.size());
        for (Map.Entry<Long, Session> entry : sessions.entrySet()) {
            Session session = entry.getValue();
            out.writeLong(entry.getKey());
            out.writeLong(session.nonce);
            out.writeLong(session.lastSlot);
            out.writeLong(session.lowestPending);
            out.writeInt(session.done.size());
            for (long sequence : new TreeSet<>(session.done)) {
                out.writeLong(sequence);
            }
        }
    }

    void readFrom(DataInputStream in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("the session table has format " + format + "; this release knows " + FORMAT);
        }
        sessions.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long id = in.readLong();
            Session session = new Session(in.readLong(), in.readLong());
            session.lowestPending = in.readLong();
            int done = in.readInt();
            for (int j = 0; j < done; j++) {
                session.done.add(in.readLong());
            }
            sessions.put(id, session);
        }
    }
}
