package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.EpochConfig;

/** The headers of SEGMENT and BATCH records, which restate what must survive the records before them. */
final class Heads {
    private Heads() {}

    /** The head of a segment that begins behind {@code lsn}. */
    static RecordHeader segment(
            Segment segment,
            EpochConfig config,
            long lsn,
            long highestSlot,
            Ballot promised,
            Meta meta,
            byte[] encodedConfig) {
        return new RecordHeader(
                RecordKind.SEGMENT,
                config.epoch(),
                lsn,
                highestSlot,
                promised,
                segment.size(),
                segment.number(),
                StoreIds.asHash(meta.identity().store()),
                encodedConfig.length,
                Segment.crc(encodedConfig));
    }

    /**
     * The start of a batch.
     *
     * @param lsn of the last record before it
     * @param highestSlot in the log when the batch is written
     * @param promised when the batch is written
     * @param syncedThrough what was durable before it
     * @param lastLsn of the batch
     * @param chosenUpTo holds if everything up to {@code lastLsn} is read back
     * @param chosenAbove the chosen values of the slots above this one, up to {@code chosenUpTo}, are in the log
     */
    static RecordHeader batch(
            long epoch,
            long lsn,
            long highestSlot,
            Ballot promised,
            long syncedThrough,
            long lastLsn,
            long chosenUpTo,
            long chosenAbove) {
        return new RecordHeader(
                RecordKind.BATCH,
                epoch,
                lsn,
                highestSlot,
                promised,
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, chosenUpTo - chosenAbove)),
                syncedThrough,
                new Hash128(lastLsn, chosenUpTo),
                0,
                0);
    }
}
