package io.metroon.node.content;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.namespace.Chunk;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One chunk on its way to all members, until a majority of the voters has it or can't get it any more. A voter that lags is
 * asked only when it is needed: one that hangs must not fill the heap with what it will never take. What it misses it fetches
 * when it sweeps. Thread-safe.
 */
final class MajorityPut {
    private final Chunk chunk;
    private final byte[] octets;
    private final int needed;
    private final List<Holder> spare = new ArrayList<>();
    private final Promise<Void> majority = Promise.promise();
    private int copies;
    private int open;
    private @Nullable Throwable cause;

    private MajorityPut(Chunk chunk, byte[] octets, int needed) {
        this.chunk = chunk;
        this.octets = octets;
        this.needed = needed;
    }

    /**
     * Begins; completes at the majority.
     *
     * @param voters who is counted
     * @param needed how many of them make a majority
     * @param learners who gets the chunk as well, unless he lags
     */
    static Future<Void> start(Chunk chunk, byte[] octets, List<Holder> voters, int needed, List<Holder> learners) {
        MajorityPut put = new MajorityPut(chunk, octets, needed);
        put.begin(voters);
        learners.stream().filter(learner -> !learner.lags()).forEach(learner -> learner.put(chunk, octets));
        return put.majority.future();
    }

    private void begin(List<Holder> voters) {
        List<Holder> first = new ArrayList<>();
        voters.forEach(voter -> (voter.lags() ? spare : first).add(voter));
        if (first.size() < needed) {
            first.addAll(spare);
            spare.clear();
        }
        open = first.size();
        first.forEach(this::ask);
    }

    private void ask(Holder voter) {
        voter.put(chunk, octets).onComplete(this::done);
    }

    private void done(AsyncResult<Void> result) {
        List<Holder> more = new ArrayList<>();
        boolean kept;
        Throwable failure;
        synchronized (this) {
            open--;
            copies += result.succeeded() ? 1 : 0;
            cause = result.failed() ? result.cause() : cause;
            if (copies + open < needed) {
                more.addAll(spare);
                spare.clear();
                open += more.size();
            }
            kept = copies >= needed;
            failure = copies + open < needed ? tooFew() : null;
        }
        more.forEach(this::ask);
        if (kept) {
            majority.tryComplete();
        } else if (failure != null) {
            majority.tryFail(failure);
        }
    }

    private Throwable tooFew() {
        boolean full = cause instanceof ContentStoreException failure && failure.kind() == Kind.NO_SPACE;
        return new ContentStoreException(
                full ? Kind.NO_SPACE : Kind.UNAVAILABLE,
                "only " + copies + " of the " + needed + " nodes that must keep chunk " + chunk + " do: "
                        + (cause == null ? "there are no more" : cause.getMessage()));
    }
}
