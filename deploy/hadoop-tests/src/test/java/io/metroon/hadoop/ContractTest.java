package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** Hadoop's contract tests over webhdfs, against Metroon. */
class ContractTest {
    /** Of HDFS itself: {@link HdfsOracleTest}. */
    private static final int PASSED_BY_HDFS = 168;

    @Test
    void metroon_passesAtLeastAsManyContractTestsAsHdfs_andFailsOnlyTheListedOnes() throws Exception {
        try (Cluster cluster = Cluster.start(1)) {
            ContractRun run = ContractRun.against(
                    URI.create("webhdfs://" + cluster.addresses().get(0)));
            Report.contract("Metroon", run);
            ExpectedFailures.of("metroon").assertMatch(run);
            assertThat(run.size() - run.failures().size()).isGreaterThanOrEqualTo(PASSED_BY_HDFS);
        }
    }
}
