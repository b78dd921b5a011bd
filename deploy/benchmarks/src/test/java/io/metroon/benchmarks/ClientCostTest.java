package io.metroon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The measurement that the choice of transport rests on can be repeated. */
class ClientCostTest {
    @Test
    void bothWays_areMeasured() throws IOException, InterruptedException {
        assertThat(ClientCost.ofJdk(2_000, 16).microsPerRequest()).isPositive();
        assertThat(ClientCost.ofClient(2_000, 16).perSecond()).isPositive();
    }
}
