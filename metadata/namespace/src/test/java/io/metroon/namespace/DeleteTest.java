package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.deleteAll;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeleteTest {
    private final Tester tester = new Tester();

    @Test
    void delete_ofAFile_freesItsBytes() {
        tester.must(content("/f", "12345"), delete("/f"));

        assertThat(tester.exists("/f")).isFalse();
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(0, 1, 0, 0));
        assertThat(tester.namespace.hasReclaimable()).isFalse();
    }

    @Test
    void delete_leavesTheDigestOfATreeThatNeverHadTheEntry() {
        Tester other = new Tester();
        tester.must(directory("/d"), content("/d/f", "x"), delete("/d/f"));
        other.must(directory("/d"), link("/d/l", "x"), delete("/d/l"));

        assertThat(tester.namespace.digest()).isEqualTo(other.namespace.digest());
    }

    @Test
    void delete_ofADirectoryWithEntries_isRefusedUnlessRecursive() {
        tester.must(directory("/d"), file("/d/f"));

        assertThat(tester.refused(delete("/d")).code()).isEqualTo(ErrorCode.ENOTEMPTY);
        tester.must(deleteAll("/d"));
        assertThat(tester.exists("/d")).isFalse();
    }

    @Test
    void delete_ofAnEmptyDirectory_freesItAtOnce() {
        tester.must(directory("/d"), deleteAll("/d"));

        assertThat(tester.namespace.hasReclaimable()).isFalse();
        assertThat(tester.namespace.usage().directories()).isEqualTo(1);
    }

    @Test
    void delete_ofASymlink_leavesWhatItLedTo() {
        tester.must(directory("/d"), file("/d/f"), link("/l", "d"), deleteAll("/l"));

        assertThat(tester.names("/d")).containsExactly("f");
    }

    @Test
    void delete_ofTheRoot_isRefused() {
        assertThat(tester.refused(deleteAll("/")).code()).isEqualTo(ErrorCode.EBUSY);
    }

    @Test
    void delete_ofNothing_isRefused() {
        assertThat(tester.refused(delete("/x")).code()).isEqualTo(ErrorCode.ENOENT);
    }

    @Test
    void delete_thatMustBeOfADirectory_refusesAFile() {
        tester.must(file("/f"), directory("/d"));

        assertThat(tester.refused(new Command.Delete(path("/f"), false, true, Condition.NONE))
                        .code())
                .isEqualTo(ErrorCode.ENOTDIR);
        tester.must(new Command.Delete(path("/d"), false, true, Condition.NONE));
    }
}
