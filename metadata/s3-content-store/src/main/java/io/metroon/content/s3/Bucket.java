package io.metroon.content.s3;

import io.metroon.content.ContentStoreException;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.BinaryUtils;
import software.amazon.awssdk.utils.Md5Utils;

/** Objects under a prefix of a bucket. Thread-safe; every method blocks, and fails only with {@link ContentStoreException}. */
final class Bucket implements AutoCloseable {
    /** Requests at a time; more wait for a connection. */
    static final int CONNECTIONS = 16;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration ATTEMPT = Duration.ofMinutes(1);
    private static final Duration CALL = Duration.ofMinutes(2);

    private final S3Client client;
    private final S3Settings settings;

    private Bucket(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** A client for the bucket; asks nothing yet. */
    static Bucket open(S3Settings settings) {
        return new Bucket(client(settings, Credentials.from(settings.credentialsFile())), settings);
    }

    private static S3Client client(S3Settings settings, AwsCredentialsProvider credentials) {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                // Content-MD5, which every such store knows, is sent instead of the SDK's trailers, which some refuse.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(
                        override -> override.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS + 4)
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE));
        return settings.endpoint() == null
                ? builder.build()
                : builder.endpointOverride(settings.endpoint()).build();
    }

    /** Where this is, for messages. */
    String place() {
        return settings.place();
    }

    /** What every key begins with. */
    String prefix() {
        return settings.prefix();
    }

    /** Whether objects can be listed, written and deleted here: does all three. */
    void probe() throws ContentStoreException {
        String name = "probe-" + UUID.randomUUID();
        put(name, new byte[] {1});
        boolean listed = list(name).hasNext();
        delete(name);
        if (!listed) {
            throw new ContentStoreException(
                    ContentStoreException.Kind.UNAVAILABLE,
                    place() + " does not list what was just written; the store must be strongly consistent");
        }
    }

    /** Keeps an object; when it returns, the store has acknowledged all of it. What has the name already is replaced. */
    void put(String name, byte[] octets) throws ContentStoreException {
        String md5 = BinaryUtils.toBase64(Md5Utils.computeMD5Hash(octets));
        call(
                "write",
                name,
                () -> client.putObject(
                        request -> request.bucket(settings.bucket())
                                .key(settings.prefix() + name)
                                .contentLength((long) octets.length)
                                .contentMD5(md5),
                        RequestBody.fromBytes(octets)));
    }

    /** All of an object, or its beginning when it has more octets. */
    byte[] get(String name, int octetsMax) throws ContentStoreException {
        return get(name, null, octetsMax).octets();
    }

    /**
     * A part of an object.
     *
     * @param position of the first octet
     * @param octets how many; fewer come when the object ends before
     */
    ObjectPart get(String name, long position, int octets) throws ContentStoreException {
        return get(name, "bytes=" + position + '-' + (position + octets - 1), octets);
    }

    private ObjectPart get(String name, @Nullable String range, int octetsMax) throws ContentStoreException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(settings.bucket())
                .key(settings.prefix() + name)
                .range(range)
                .build();
        return call(
                "read", name, () -> client.getObject(request, (head, body) -> ObjectPart.read(head, body, octetsMax)));
    }

    /** Deletes an object, if it is there. */
    void delete(String name) throws ContentStoreException {
        call(
                "delete",
                name,
                () -> client.deleteObject(
                        request -> request.bucket(settings.bucket()).key(settings.prefix() + name)));
    }

    /** The objects whose names begin so, in the order of their keys; asked for by the thousand. */
    Listing list(String begin) throws ContentStoreException {
        String all = settings.prefix() + begin;
        Iterator<S3Object> objects = call(
                "list",
                begin,
                () -> client.listObjectsV2Paginator(
                                request -> request.bucket(settings.bucket()).prefix(all))
                        .contents()
                        .iterator());
        return new Listing(this, begin, objects);
    }

    <T> T call(String verb, String name, Supplier<T> request) throws ContentStoreException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw Failures.of(settings, verb, name, e);
        } catch (IllegalStateException e) {
            throw Failures.closed(settings, verb, name, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
