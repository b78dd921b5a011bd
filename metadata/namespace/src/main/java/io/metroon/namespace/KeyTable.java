package io.metroon.namespace;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * Makes each keyed operation take effect once: the first answer, refusals included, is kept in replicated rows and
 * answered to every later use of the key, at any node, after any failover. These keys are what realises client sessions:
 * a session is the set of keys of one user, each a sequence number of its own, so requests may be pipelined without
 * bound on order, and a client that comes back after any time finds its answer or, after the key's life, a key unused.
 *
 * <p>Keys expire by the log's clock only. At most {@link Limits#idempotencyKeysMax()} are kept, and none is dropped early:
 * when the table is full of unexpired ones a new key is refused with EKEYSFULL, which itself is not kept.
 *
 * <p>Apply thread only.
 */
final class KeyTable {
    private static final int EXPIRED_AT_ONCE = 4;

    private final Rows rows;
    private final Limits limits;
    private long clockMillis;

    KeyTable(Rows rows, Limits limits) {
        this.rows = rows;
        this.limits = limits;
    }

    /** Starts an entry: keys expire up to this moment of the log clock. */
    void begin(long logClockMillis) {
        clockMillis = logClockMillis;
    }

    long clockMillis() {
        return clockMillis;
    }

    /** Decides an operation unless its key was used: then answers as the first time, or EKEYREUSED. */
    Answer once(IdempotencyKey key, Supplier<Reply> decide) {
        Checks.requireKey(key);
        expire(EXPIRED_AT_ONCE);
        byte[] rowKey = rowKey(key);
        byte[] value = rows.get(Table.KEY, rowKey);
        if (value != null) {
            KeyRow used = KeyRow.decode(value);
            if (used.expiryMillis() > clockMillis) {
                return replay(key, used);
            }
            remove(rowKey, used);
        }
        requireRoom();
        Reply reply = decide.get();
        if (!isOfThisAttempt(reply)) {
            keep(rowKey, new KeyRow(expiry(), key.fingerprint(), rows.revision(), ReplyCodec.encode(reply)));
        }
        return new Answer(rows.revision(), reply, false);
    }

    /** An upload that took too long says nothing of the next one under its key, which brings its octets anew. */
    private static boolean isOfThisAttempt(Reply reply) {
        return reply instanceof Refusal refusal && refusal.code() == ErrorCode.ESTALE;
    }

    private long expiry() {
        return clockMillis + limits.idempotencyKeyLifeMillis();
    }

    private static Answer replay(IdempotencyKey key, KeyRow used) {
        if (!Arrays.equals(used.fingerprint(), key.fingerprint())) {
            throw new RefusedException(ErrorCode.EKEYREUSED, "the idempotency key was used with another request");
        }
        return new Answer(used.revision(), ReplyCodec.decode(used.reply()), true);
    }

    private void requireRoom() {
        if (rows.counters().keys() >= limits.idempotencyKeysMax()) {
            throw new RefusedException(
                    ErrorCode.EKEYSFULL, "all " + limits.idempotencyKeysMax() + " idempotency keys are in use");
        }
    }

    private void keep(byte[] rowKey, KeyRow row) {
        rows.put(Table.KEY, rowKey, row.encode(rows.revision()));
        rows.put(Table.EXPIRY, expiryKey(row.expiryMillis(), rowKey), RowFormat.empty(rows.revision()));
        rows.count(rows.counters().withKeys(rows.counters().keys() + 1));
    }

    private void remove(byte[] rowKey, KeyRow row) {
        rows.remove(Table.KEY, rowKey);
        rows.remove(Table.EXPIRY, expiryKey(row.expiryMillis(), rowKey));
        rows.count(rows.counters().withKeys(rows.counters().keys() - 1));
    }

    /** Removes up to so many expired keys. */
    void expire(int keysMax) {
        for (int i = 0; i < keysMax && hasExpired(rows, clockMillis); i++) {
            Row first = rows.scan(Table.EXPIRY, new byte[0]).next();
            byte[] rowKey = Arrays.copyOfRange(first.key(), 8, first.key().length);
            rows.remove(Table.EXPIRY, first.key());
            rows.remove(Table.KEY, rowKey);
            rows.count(rows.counters().withKeys(rows.counters().keys() - 1));
        }
    }

    /** Whether a key has expired by a moment of the log clock. */
    static boolean hasExpired(View view, long clockMillis) {
        Iterator<Row> expiries = view.scan(Table.EXPIRY, new byte[0]);
        return expiries.hasNext() && Octets.int64At(expiries.next().key(), 0) <= clockMillis;
    }

    private static byte[] rowKey(IdempotencyKey key) {
        return new Octets(64).string(key.user()).string(key.key()).toBytes();
    }

    private static byte[] expiryKey(long expiryMillis, byte[] rowKey) {
        return new Octets(8 + rowKey.length).int64(expiryMillis).raw(rowKey).toBytes();
    }

    /**
     * A row of {@link Table#KEY}.
     *
     * @param expiryMillis the moment of the log clock from which it no longer counts
     * @param fingerprint of the request
     * @param revision at which it was decided
     * @param reply encoded
     */
    private record KeyRow(long expiryMillis, byte[] fingerprint, long revision, byte[] reply) {
        byte[] encode(long writtenAt) {
            return RowFormat.begin(writtenAt, 24 + fingerprint.length + reply.length)
                    .int64(expiryMillis)
                    .bytes(fingerprint)
                    .int64(revision)
                    .bytes(reply)
                    .toBytes();
        }

        static KeyRow decode(byte[] value) {
            OctetReader in = RowFormat.payload(value);
            return new KeyRow(in.int64(), in.bytes(), in.int64(), in.bytes());
        }
    }
}
