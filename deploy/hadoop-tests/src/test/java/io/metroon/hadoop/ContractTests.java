package io.metroon.hadoop;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileSystemContractBaseTest;
import org.apache.hadoop.fs.contract.AbstractContractAppendTest;
import org.apache.hadoop.fs.contract.AbstractContractConcatTest;
import org.apache.hadoop.fs.contract.AbstractContractContentSummaryTest;
import org.apache.hadoop.fs.contract.AbstractContractCreateTest;
import org.apache.hadoop.fs.contract.AbstractContractDeleteTest;
import org.apache.hadoop.fs.contract.AbstractContractGetFileStatusTest;
import org.apache.hadoop.fs.contract.AbstractContractMkdirTest;
import org.apache.hadoop.fs.contract.AbstractContractOpenTest;
import org.apache.hadoop.fs.contract.AbstractContractRenameTest;
import org.apache.hadoop.fs.contract.AbstractContractRootDirectoryTest;
import org.apache.hadoop.fs.contract.AbstractContractSeekTest;
import org.apache.hadoop.fs.contract.AbstractContractSetTimesTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.BeforeEach;

/**
 * Hadoop's contract tests, each of them bound to webhdfs and nothing else. They are no members of a test run by themselves;
 * {@link ContractRun} starts them and holds the outcome against what is expected.
 */
final class ContractTests {
    private ContractTests() {}

    /** All of them. */
    static List<Class<?>> all() {
        return List.of(
                FileSystemContract.class,
                Append.class,
                Concat.class,
                ContentSummary.class,
                Create.class,
                Delete.class,
                GetFileStatus.class,
                Mkdir.class,
                Open.class,
                Rename.class,
                RootDirectory.class,
                Seek.class,
                SetTimes.class);
    }

    /** The older suite, which Hadoop runs against each of its file systems. */
    static final class FileSystemContract extends FileSystemContractBaseTest {
        @BeforeEach
        void connect() throws IOException {
            fs = FileSystem.get(WebHdfsContract.endpoint(), new Configuration());
        }
    }

    static final class Append extends AbstractContractAppendTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Concat extends AbstractContractConcatTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class ContentSummary extends AbstractContractContentSummaryTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Create extends AbstractContractCreateTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Delete extends AbstractContractDeleteTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class GetFileStatus extends AbstractContractGetFileStatusTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Mkdir extends AbstractContractMkdirTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Open extends AbstractContractOpenTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Rename extends AbstractContractRenameTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class RootDirectory extends AbstractContractRootDirectoryTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class Seek extends AbstractContractSeekTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }

    static final class SetTimes extends AbstractContractSetTimesTest {
        @Override
        protected AbstractFSContract createContract(Configuration configuration) {
            return new WebHdfsContract(configuration);
        }
    }
}
