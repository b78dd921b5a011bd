package io.metroon.namespace;

import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreateTest {
    private final Tester tester = new Tester();

    @Test
    void create_inNewDirectory_isListedWithItsAttributes() {
        tester.must(directory("/a"), file("/a/b"), file("/c"));

        assertThat(tester.names("/")).containsExactly("a", "c");
        assertThat(tester.names("/a")).containsExactly("b");
        Stat stat = tester.stat("/a/b");
        assertThat(stat.mode()).isEqualTo(0644);
        assertThat(stat.ctimeNanos()).isEqualTo(Tester.STAMP * 1_000_000);
        assertThat(stat.version()).isEqualTo(2);
    }
}
