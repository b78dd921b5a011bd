package io.metroon.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes acknowledged over time, in one run of each engine.
 *
 * @param title what happened at 0
 * @param paxos writes in each {@link #BUCKET_MILLIS} from 0 on
 * @param raft the same under Raft
 */
record TimeLine(String title, List<Integer> paxos, List<Integer> raft) {
    static final int BUCKET_MILLIS = 100;

    /** Counts moments, in nanoseconds, by bucket. */
    static List<Integer> buckets(List<Long> nanos, long lastsNanos) {
        long width = BUCKET_MILLIS * 1_000_000L;
        int[] counts = new int[(int) (lastsNanos / width)];
        for (long at : nanos) {
            int bucket = (int) (at / width);
            if (at >= 0 && bucket < counts.length) {
                counts[bucket]++;
            }
        }
        List<Integer> buckets = new ArrayList<>();
        for (int count : counts) {
            buckets.add(count);
        }
        return buckets;
    }
}
