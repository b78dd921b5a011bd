package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each of Hadoop's clients does a full round on three nodes, of which it knows all. */
class ClientsTest {
    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(3);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(Program.Client.class)
    void fileSystem_doesAFullRound(Program.Client client) throws IOException {
        succeeds(client, ClientRound.class);
    }

    @ParameterizedTest
    @EnumSource(Program.Client.class)
    void hadoopFs_doesAFullRound(Program.Client client) throws IOException {
        succeeds(client, ShellRound.class);
    }

    private static void succeeds(Program.Client client, Class<?> round) throws IOException {
        Program.Result result = Program.run(client, round, cluster.addresses());
        assertThat(result.exit()).as(result.output()).isZero();
    }
}
