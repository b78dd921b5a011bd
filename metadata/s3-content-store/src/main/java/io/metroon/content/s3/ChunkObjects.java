package io.metroon.content.s3;

import io.metroon.content.ChunkFormat;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.namespace.Chunk;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Chunks as objects of a bucket, checked. Thread-safe; every method blocks. */
final class ChunkObjects {
    private final Bucket bucket;

    ChunkObjects(Bucket bucket) {
        this.bucket = bucket;
    }

    private static String name(Chunk chunk) {
        return chunk.name().substring(0, 2) + '/' + chunk.name();
    }

    /** Keeps a chunk. Written whatever is there: so an object that is damaged is mended. */
    void put(Chunk chunk, byte[] octets) throws ContentStoreException {
        bucket.put(name(chunk), ChunkFormat.encode(chunk, octets));
    }

    /**
     * Octets of a chunk, checked by block.
     *
     * @throws ContentStoreException MISSING, DAMAGED or UNAVAILABLE
     */
    byte[] read(Chunk chunk, int offset, int length) throws ContentStoreException {
        ChunkFormat.Span span = ChunkFormat.span(chunk, offset, length);
        ObjectPart part = bucket.get(name(chunk), span.position(), span.bytes());
        if (part.objectBytes() != ChunkFormat.fileBytes(chunk.length())) {
            throw new ContentStoreException(
                    Kind.DAMAGED, "chunk " + chunk + ": the object in " + bucket.place() + " has another length");
        }
        if (part.position() != span.position() || part.octets().length != span.bytes()) {
            throw new ContentStoreException(
                    Kind.UNAVAILABLE, "chunk " + chunk + ": " + bucket.place() + " did not answer the range asked for");
        }
        return ChunkFormat.decode(chunk, offset, length, part.octets());
    }

    /**
     * Reads all of a chunk back.
     *
     * @throws ContentStoreException MISSING, DAMAGED or UNAVAILABLE
     */
    void check(Chunk chunk) throws ContentStoreException {
        int octetsMax = (int) ChunkFormat.fileBytes(Chunk.BYTES_MAX) + 1;
        ChunkFormat.decodeWhole(chunk, bucket.get(name(chunk), octetsMax));
    }

    /** Deletes a chunk, if it is there. */
    void delete(Chunk chunk) throws ContentStoreException {
        bucket.delete(name(chunk));
    }

    /** What is there under names that begin with an octet, in order of hash and deadline. */
    Listing list(int firstOctet) throws ContentStoreException {
        return bucket.list(String.format("%02x/", firstOctet));
    }

    /** The chunk that an object is by its name, whatever is in it; none when it is somebody else's. */
    static Optional<Chunk> named(S3Object object) {
        String key = object.key();
        try {
            return Optional.of(Chunk.named(
                    key.substring(key.lastIndexOf('/') + 1), Math.max(1, ChunkFormat.lengthIn(object.size()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
