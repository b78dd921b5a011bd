package io.metroon.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    @Test
    void alive_ofARunningProcess_isThatProcess() {
        long own = ProcessHandle.current().pid();
        ProcessIdentity identity = ProcessIdentity.of(own).orElseThrow();
        assertThat(identity.alive()).map(ProcessHandle::pid).contains(own);
    }

    @Test
    void alive_ofAnotherProcessWithTheSamePid_isEmpty() {
        ProcessIdentity earlier = new ProcessIdentity(ProcessHandle.current().pid(), "1@another boot");
        assertThat(earlier.alive()).isEmpty();
    }

    @Test
    void awaitEnd_ofAKilledProcess_returns() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        assertThat(identity.awaitEnd(Duration.ofMillis(50))).isFalse();
        process.destroyForcibly();
        assertThat(identity.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(ProcessIdentity.of(process.pid())).isNotEqualTo(java.util.Optional.of(identity));
    }
}
