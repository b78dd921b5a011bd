package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HDFS itself over webhdfs: the measure for {@link ContractTest}, and whether the rounds ask for nothing but what it does. */
@Tag("oracle")
class HdfsOracleTest {
    /** As many as clients ask for. */
    private static final int REPLICAS = 3;

    private static MiniDFSCluster hdfs;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        Configuration configuration = new Configuration();
        // The older suite has blocks of 1 KiB.
        configuration.setLong(DFSConfigKeys.DFS_NAMENODE_MIN_BLOCK_SIZE_KEY, 0);
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(REPLICAS).build();
        hdfs.waitActive();
        address = Objects.requireNonNull(configuration.get(DFSConfigKeys.DFS_NAMENODE_HTTP_ADDRESS_KEY));
    }

    @AfterAll
    static void stop() {
        hdfs.close();
    }

    @Test
    void hdfs_failsOnlyTheListedContractTests() throws IOException {
        ContractRun run = ContractRun.against(URI.create("webhdfs://" + address));
        Report.contract("HDFS", run);
        ExpectedFailures.of("hdfs").assertMatch(run);
    }

    @ParameterizedTest
    @EnumSource(Program.Client.class)
    void fileSystem_doesAFullRound(Program.Client client) throws IOException {
        Program.Result result = Program.run(client, ClientRound.class, List.of(address));
        assertThat(result.exit()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Program.Client.class)
    void hadoopFs_doesAFullRound(Program.Client client) throws IOException {
        Program.Result result = Program.run(client, ShellRound.class, List.of(address));
        assertThat(result.exit()).as(result.output()).isZero();
    }
}
