package io.metroon.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadPositionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Input> asked = new ArrayList<>();
    private final CompletableFuture<Long> read = new CompletableFuture<>();
    private long epoch = 6;
    private final ReadPositions positions = new ReadPositions(
            new Surroundings.Clock() {
                @Override
                public long monotonicNanos() {
                    return 0;
                }

                @Override
                public long wallClockMillis() {
                    return 0;
                }

                @Override
                public AutoCloseable everyTick(Runnable task) {
                    return () -> {};
                }
            },
            ReplicaSettings.DEFAULT,
            152,
            1,
            () -> epoch,
            asked::add);

    private long begin(ReadPositions.Ask whom) {
        positions.add(whom, PATIENCE, read);
        return lastAsked();
    }

    private long lastAsked() {
        positions.flush();
        Input last = asked.get(asked.size() - 1);
        return last instanceof Input.Read one ? one.token() : ((Input.QuorumRead) last).token();
    }

    @ParameterizedTest
    @EnumSource
    void aRead_isCompleteOnceItsPositionIsApplied(ReadPositions.Ask whom) {
        positions.ready(begin(whom), 154);
        positions.applied(153);
        assertThat(read).isNotDone();
        positions.applied(154);
        assertThat(read).isCompletedWithValue(154L);
    }

    /** The entry at 154 is another one: that of the leader who gave the position was never chosen. */
    @ParameterizedTest
    @EnumSource
    void aReadThatComesToASeal_asksThoseOfTheNextEpoch(ReadPositions.Ask whom) {
        positions.ready(begin(whom), 154);
        epoch = 7;
        positions.applied(154);
        assertThat(read).isNotDone();

        long again = lastAsked();
        assertThat(asked).hasSize(2).hasOnlyElementsOfType(asked.get(0).getClass());
        positions.ready(again, 155);
        assertThat(read).isNotDone();
        positions.applied(155);
        assertThat(read).isCompletedWithValue(155L);
    }

    @Test
    void aReadOfASlotThatIsNamed_doesNotCareForEpochs() {
        positions.awaitApplied(154, PATIENCE, read);
        epoch = 7;
        positions.applied(154);
        assertThat(read).isCompletedWithValue(154L);
    }
}
