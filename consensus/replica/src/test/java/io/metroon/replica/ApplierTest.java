package io.metroon.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Entry;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.log.LogSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ApplierTest {
    private static final ReplicaSettings EVERY_FIVE_SLOTS =
            new ReplicaSettings(ConsensusSettings.DEFAULT, LogSettings.DEFAULT, 10, 5, Long.MAX_VALUE, 20);

    private static final EpochConfig ALONE = EpochConfig.ofMajorities(
            1,
            EpochConfig.Engine.PAXOS,
            List.of(new Member(1, new StoreId(1, 1), Member.Role.VOTER, 0, "127.0.0.1:1", "127.0.0.1:2")));

    @Test
    void snapshotDue_whileTheStateMachineStandsAhead_isLeftOut() {
        Ledger closedCleanly = new Ledger();
        closedCleanly.skip(7, 0);
        Applier<Long> applier = new Applier<>(closedCleanly, EVERY_FIVE_SLOTS, Observer.NONE, ALONE);
        List<Long> due = new ArrayList<>();

        List<Entry> entries = LongStream.rangeClosed(1, 10)
                .mapToObj(slot -> Entry.noop(slot, new Ballot(1, 1)))
                .toList();
        applier.apply(entries, () -> due.add(applier.slot()));

        assertThat(due).as("at slot 5 the state is already that of slot 7").containsExactly(10L);
    }
}
