package io.metroon.replica.log;

import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.StoreId;

/** Which store a segment belongs to. */
final class StoreIds {
    private StoreIds() {}

    static Hash128 asHash(StoreId store) {
        return new Hash128(store.high(), store.low());
    }

    /** Refuses a segment of another store. */
    static void check(RecordHeader head, Meta meta, long segment) throws StoreRefusedException {
        StoreId found = new StoreId(head.hash().high(), head.hash().low());
        if (!found.equals(meta.identity().store())) {
            throw new StoreRefusedException(
                    StoreRefusedException.Reason.FOREIGN,
                    SegmentFiles.name(segment) + " belongs to store " + found + ", but this is store "
                            + meta.identity().store() + ": put back the right log directory");
        }
    }
}
