package io.metroon.content.s3;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The object {@code cluster}, which says whose chunks lie under a prefix. Two clusters under one prefix would each delete what
 * only the other holds.
 */
final class Claim {
    private static final String NAME = "cluster";
    private static final int BYTES_MAX = 1_024;

    private final Bucket bucket;
    private final String cluster;

    Claim(Bucket bucket, String cluster) {
        this.bucket = bucket;
        this.cluster = cluster;
    }

    /** Makes the prefix this cluster's, if it is nobody's. */
    void take() throws IOException {
        try {
            check();
        } catch (ContentStoreException e) {
            if (e.kind() != Kind.MISSING) {
                throw e;
            }
            bucket.put(NAME, cluster.getBytes(StandardCharsets.UTF_8));
            check();
        }
    }

    /**
     * Returns if the prefix is this cluster's still.
     *
     * @throws ContentStoreException MISSING when nobody says whose it is, UNAVAILABLE when it is another's
     */
    void check() throws ContentStoreException {
        String owner = new String(bucket.get(NAME, BYTES_MAX), StandardCharsets.UTF_8);
        if (!owner.equals(cluster)) {
            throw new ContentStoreException(
                    Kind.UNAVAILABLE,
                    bucket.place() + ": the chunks under \"" + bucket.prefix() + "\" are those of cluster " + owner
                            + "; choose another content.settings.prefix, or, if that cluster is gone for good, delete the"
                            + " object \"" + bucket.prefix() + NAME + '"');
        }
    }
}
