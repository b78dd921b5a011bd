package io.metroon.content.s3;

import io.metroon.content.ContentStoreException;
import java.util.Iterator;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects as they are asked for, page by page. Not thread-safe. */
final class Listing {
    private final Bucket bucket;
    private final String begin;
    private final Iterator<S3Object> objects;

    Listing(Bucket bucket, String begin, Iterator<S3Object> objects) {
        this.bucket = bucket;
        this.begin = begin;
        this.objects = objects;
    }

    /** Whether there are more; may ask for a page. */
    boolean hasNext() throws ContentStoreException {
        return bucket.call("list", begin, objects::hasNext);
    }

    /** The next one. */
    S3Object next() throws ContentStoreException {
        return bucket.call("list", begin, objects::next);
    }
}
