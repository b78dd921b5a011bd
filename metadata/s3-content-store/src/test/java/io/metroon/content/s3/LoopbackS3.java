package io.metroon.content.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.jclouds.blobstore.domain.Blob;

/** S3Proxy on loopback, with buckets in memory that outlive a stop, and one access key. */
final class LoopbackS3 {
    static final String BUCKET = "metroon";
    static final String SECRET = "loopback-secret-key";
    private static final String KEY = "LOOPBACKKEY";

    private final BlobStoreContext context;
    private final Path credentials;
    private S3Proxy server;

    private LoopbackS3(BlobStoreContext context, Path credentials, S3Proxy server) {
        this.context = context;
        this.credentials = credentials;
        this.server = server;
    }

    static LoopbackS3 start(Path directory) throws Exception {
        BlobStoreContext context =
                ContextBuilder.newBuilder(new TransientApiMetadata()).build(BlobStoreContext.class);
        context.getBlobStore().createContainerInLocation(null, BUCKET);
        LoopbackS3 started = new LoopbackS3(context, credentials(directory, SECRET), server(context.getBlobStore(), 0));
        started.server.start();
        return started;
    }

    private static S3Proxy server(BlobStore store, int port) {
        return S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                .build();
    }

    /** A file of credentials with the server's key and a secret. */
    static Path credentials(Path directory, String secret) throws IOException {
        return Files.writeString(
                directory.resolve(secret),
                "[default]\naws_access_key_id = " + KEY + "\naws_secret_access_key = " + secret + "\n");
    }

    /** What a node would be told to use it. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("endpoint", "http://127.0.0.1:" + server.getPort());
        settings.put("bucket", BUCKET);
        settings.put("prefix", "some/cluster");
        settings.put("credentialsFile", credentials.toString());
        settings.put("cluster", "c1");
        return settings;
    }

    private BlobStore buckets() {
        return context.getBlobStore();
    }

    void write(String key, byte[] octets) {
        Blob blob = buckets()
                .blobBuilder(key)
                .payload(octets)
                .contentLength(octets.length)
                .build();
        buckets().putBlob(BUCKET, blob);
    }

    byte[] read(String key) throws IOException {
        try (InputStream octets = buckets().getBlob(BUCKET, key).getPayload().openStream()) {
            return octets.readAllBytes();
        }
    }

    void delete(String key) {
        buckets().removeBlob(BUCKET, key);
    }

    boolean has(String key) {
        return buckets().blobExists(BUCKET, key);
    }

    long objects() {
        return buckets().countBlobs(BUCKET);
    }

    void stop() throws Exception {
        server.stop();
    }

    /** Starts it again at the port that it had. */
    void restart(int port) throws Exception {
        server = server(buckets(), port);
        server.start();
    }

    int port() {
        return server.getPort();
    }

    /** Ends the server and its buckets. */
    void close() throws Exception {
        server.stop();
        context.close();
    }
}
