package io.metroon.content.s3;

import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreProvider;
import java.io.IOException;
import java.util.Map;

/** The store {@code s3}: a bucket that all nodes of a cluster share. */
public final class S3ContentStoreProvider implements ContentStoreProvider {
    /** Asked by the service loader. */
    public S3ContentStoreProvider() {}

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public ContentStore open(Map<String, String> settings) throws IOException {
        S3Settings read = S3Settings.of(settings);
        Bucket bucket = Bucket.open(read);
        try {
            Claim claim = new Claim(bucket, read.cluster());
            claim.take();
            bucket.probe();
            return new S3ContentStore(bucket, claim);
        } catch (IOException | RuntimeException e) {
            bucket.close();
            throw e;
        }
    }
}
