package io.metroon.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortOwnerTest {
    @Test
    void describe_aTakenPort_namesThePidOfItsOwner() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only /proc tells who owns a port");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.isFree(taken.getLocalPort())).isFalse();
            assertThat(PortOwner.describe(taken.getLocalPort()))
                    .isEqualTo("process " + ProcessHandle.current().pid() + " (java)");
        }
    }

    @Test
    void isFree_ofAPortJustClosed_isTrue() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(PortOwner.isFree(port)).isTrue();
    }
}
