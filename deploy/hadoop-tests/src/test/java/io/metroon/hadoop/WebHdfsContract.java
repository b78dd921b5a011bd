package io.metroon.hadoop;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractBondedFSContract;

/** What the contract tests take for granted of the file system behind the system property {@value #ENDPOINT}. */
final class WebHdfsContract extends AbstractBondedFSContract {
    static final String ENDPOINT = "webhdfs.endpoint";

    private static final String SCHEME = "webhdfs";

    WebHdfsContract(Configuration configuration) {
        super(configuration);
        addConfResource("contract/webhdfs.xml");
        configuration.set(getFilesystemConfKey(), endpoint().toString());
    }

    /** The file system under test. */
    static URI endpoint() {
        return URI.create(System.getProperty(ENDPOINT));
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }
}
