package io.metroon.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigFileTest {
    private static final String GOOD = """
            node: 1
            data: /var/lib/metroon/node-1
            members:
              - {node: 1, http: "127.0.0.1:8420", peer: "127.0.0.1:8520"}
            """;

    @TempDir
    Path directory;

    private NodeConfig read(String yaml) throws Exception {
        Path file = directory.resolve("node.yaml");
        Files.writeString(file, yaml);
        return NodeConfigFile.read(file);
    }

    @Test
    void read_whatWriteWrote_isEqual() throws Exception {
        NodeConfig config = read(GOOD);
        Path file = directory.resolve("copy.yaml");
        NodeConfigFile.write(file, config);
        assertThat(NodeConfigFile.read(file)).isEqualTo(config);
    }

    @Test
    void read_whatWriteWroteOfEverySetting_isEqual() throws Exception {
        NodeConfig config =
                read(GOOD + "diskHeadroomMib: 64\nlease: {spanMillis: 400, clockRateBound: 0.01, marginMillis: 100}\n"
                        + "content: {store: other, lingerMillis: 7, settings: {bucket: b}}\n");
        assertThat(config.content().store()).isEqualTo("other");
        assertThat(config.content().settings()).containsEntry("bucket", "b");
        assertThat(config.content().lingerMillis()).isEqualTo(7);
        assertThat(config.content().sweepMillis()).isEqualTo(ContentSettings.DEFAULT.sweepMillis());
        assertThat(config.diskHeadroomMib()).isEqualTo(64);
        assertThat(config.lease()).isEqualTo(new NodeConfig.Lease(400, 0.01, 100));
        Path file = directory.resolve("copy.yaml");
        NodeConfigFile.write(file, config);
        assertThat(NodeConfigFile.read(file)).isEqualTo(config);
    }

    @Test
    void read_aFileWithoutLease_isOneWithoutLeases() throws Exception {
        assertThat(read(GOOD).lease()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{spanMillis: 400, clockRateBound: 0.01}                     | marginMillis",
                "{spanMillis: 0, clockRateBound: 0.01, marginMillis: 1}      | spanMillis is 1 to 10000, not 0",
                "{spanMillis: 10001, clockRateBound: 0.01, marginMillis: 1}  | spanMillis is 1 to 10000, not 10001",
                "{spanMillis: 400, clockRateBound: 1, marginMillis: 1}       | clockRateBound is a share, 0 to less than 1, not 1.0",
                "{spanMillis: 400, clockRateBound: -0.1, marginMillis: 1}    | clockRateBound is a share",
                "{spanMillis: 400, clockRateBound: NaN, marginMillis: 1}     | clockRateBound is a share",
                "{spanMillis: 400, clockRateBound: 0.01, marginMillis: 0}    | marginMillis is 1 or more",
                "{spanMillis: 400, clockRateBound: 0.01, marginMillis: 396}  | leaves something of the span, which 396 does not",
                "{spanMillis: 9, clockRateBound: 0, marginMillis: 1, span: 1} | unknown key \"span\"",
            })
    void read_aLeaseThatIsNone_isRefused(String lease, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(GOOD + "lease: " + lease))
                .withMessageContaining(message);
    }

    @Test
    void read_theSampleOfTheDistribution_isGood() throws Exception {
        assertThat(NodeConfigFile.read(Path.of("../distribution/conf/node.yaml"))
                        .node())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node: 1             | node: 1\\nport: 1      | line 2: unknown key \"port\"; known here: content, data, diskHeadroomMib, lease, members, node",
                "node: 1,            | node: 1, htp: x,       | line 4: unknown key \"htp\"; known here: http, node, peer",
                "node: 1\\n          | node: 1\\nnode: 2\\n   | line 2: Duplicate field 'node'",
                "node: 1\\n          | node: one\\n           | node:",
                "node: 1\\n          |                        | Missing required creator property 'node'",
                "node: 1\\n          | node: 2\\n             | node 2 is not among the members",
                "data: .*\\n          | data:\\n                | data is empty",
                "127.0.0.1:8420      | 127.0.0.1              | \"127.0.0.1\" is not host:port",
                "127.0.0.1:8420      | 127.0.0.1:65536        | \"127.0.0.1:65536\" is not host:port",
                "127.0.0.1:8420      | 192.0.2.1:8420         | binds the loopback interface only, not 192.0.2.1",
                "127.0.0.1:8420      | 127.0.0.1:8520         | address 127.0.0.1:8520 is there twice",
            })
    void read_somethingAmiss_isRefusedByPlaceAndName(String good, String bad, String message) {
        String yaml = GOOD.replaceFirst(good.replace("\\n", "\n"), bad == null ? "" : bad.replace("\\n", "\n"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(yaml))
                .withMessageContaining("node.yaml")
                .withMessageContaining(message);
    }

    @Test
    void read_anEmptyFile_isRefused() {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> read(""));
    }

    @Test
    void read_aMissingFile_isRefusedByName() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> NodeConfigFile.read(directory.resolve("none.yaml")))
                .withMessageContaining("none.yaml: there is no such file");
    }
}
