package io.metroon.content.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.content.ChunkFormat;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStore.Scrub;
import io.metroon.content.ContentStore.Sweep;
import io.metroon.content.ContentStoreContract;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.content.ContentStoreProvider;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks in a bucket: the contract of every store, and what is special to one that all nodes share. */
class S3ContentStoreTest extends ContentStoreContract {
    @TempDir
    Path temporary;

    private LoopbackS3 server;
    private ContentStore store;

    @BeforeEach
    void open() throws Exception {
        server = LoopbackS3.start(temporary);
        store = provider().open(server.settings());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        server.close();
    }

    private static ContentStoreProvider provider() {
        return ServiceLoader.load(ContentStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("s3"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected ContentStore store() {
        return store;
    }

    private static String key(Chunk chunk) {
        return "some/cluster/" + chunk.name().substring(0, 2) + '/' + chunk.name();
    }

    @Override
    protected void replace(Chunk chunk, byte[] file) {
        server.write(key(chunk), file);
    }

    @Override
    protected void lose(Chunk chunk) {
        server.delete(key(chunk));
    }

    @Test
    void anObject_isTheFileOfTheChunk() throws IOException {
        Chunk chunk = chunk(octets(100_000));
        await(store.put(chunk, octets(100_000)));

        assertThat(server.read(key(chunk))).isEqualTo(ChunkFormat.encode(chunk, octets(100_000)));
    }

    @Test
    void aNodeThatDoesNotLead_tidiesNothing() throws IOException {
        Chunk chunk = chunk(octets(100));
        await(store.put(chunk, octets(100)));
        holdings().clock(DEADLINE + 1);
        holdings().lead(false);
        int octet = chunk.hash()[0] & 0xFF;

        assertThat(store.sweep(octet, holdings())).isEqualTo(Sweep.NONE);
        assertThat(store.scrub(octet, holdings(), octets -> {})).isEqualTo(Scrub.NONE);
        assertThat(server.has(key(chunk))).isTrue();
        holdings().lead(true);
        assertThat(store.sweep(octet, holdings())).isEqualTo(Sweep.DELETED);
        assertThat(server.has(key(chunk))).isFalse();
    }

    @Test
    void aSweepOfManyPages_findsEveryChunkInItsPlace() throws IOException {
        Chunk one = chunk(octets(10));
        byte[] file = ChunkFormat.encode(one, octets(10));
        for (int i = 0; i < 2_500; i++) {
            Chunk chunk = new Chunk(one.hash(), 10, DEADLINE + i);
            if (i % 5 != 4) {
                server.write(key(chunk), file);
            }
            if (i % 5 > 0) {
                holdings().hold(chunk);
            }
        }
        server.write("some/cluster/" + one.name().substring(0, 2) + "/README", new byte[1]);
        holdings().clock(DEADLINE + 1_000);

        Sweep sweep = store.sweep(one.hash()[0] & 0xFF, holdings());
        assertThat(sweep).isEqualTo(new Sweep(1_500, 200, 300, 0, 500, 500, DEADLINE + 1_000));
    }

    @Test
    void whatLiesElsewhereInTheBucket_isLeftAlone() throws IOException {
        Chunk chunk = chunk(octets(100));
        server.write(chunk.name().substring(0, 2) + '/' + chunk.name(), new byte[10]);
        server.write("another/" + chunk.name().substring(0, 2) + '/' + chunk.name(), new byte[10]);
        holdings().clock(DEADLINE + 1);
        long before = server.objects();

        for (int octet = 0; octet < 256; octet++) {
            assertThat(store.sweep(octet, holdings())).isEqualTo(Sweep.NONE);
        }
        assertThat(server.objects()).isEqualTo(before);
    }

    @Test
    void twoClusters_neverShareAPrefix() throws IOException {
        Chunk chunk = chunk(octets(100));
        await(store.put(chunk, octets(100)));
        holdings().clock(DEADLINE + 1);
        var settings = server.settings();
        settings.put("cluster", "c2");
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(() -> provider().open(settings))
                .withMessageContaining("those of cluster c1")
                .withMessageContaining("\"some/cluster/cluster\"");

        server.write("some/cluster/cluster", "c2".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(() -> store.sweep(chunk.hash()[0] & 0xFF, holdings()));
        assertThat(server.has(key(chunk))).isTrue();
    }

    @Test
    void anOutage_isToldAndPasses() throws Exception {
        Chunk chunk = chunk(octets(100));
        await(store.put(chunk, octets(100)));
        holdings().hold(chunk);
        int port = server.port();
        server.stop();

        assertThat(failure(store.read(chunk, 0, 100))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure(store.put(chunk, octets(100)))).isEqualTo(Kind.UNAVAILABLE);
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(() -> store.sweep(chunk.hash()[0] & 0xFF, holdings()));
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(() -> store.scrub(chunk.hash()[0] & 0xFF, holdings(), octets -> {}));

        server.restart(port);
        assertThat(await(store.read(chunk, 0, 100))).isEqualTo(octets(100));
        assertThat(store.sweep(chunk.hash()[0] & 0xFF, holdings())).isEqualTo(Sweep.KEPT);
    }

    @Test
    void manyAtATime_allEnd() throws IOException {
        List<CompletionStage<?>> under = new ArrayList<>();
        List<Chunk> chunks = new ArrayList<>();
        for (int length = 1; length <= 100; length++) {
            chunks.add(chunk(octets(length)));
            under.add(store.put(chunks.get(length - 1), octets(length)));
        }
        for (CompletionStage<?> put : under) {
            await(put);
        }
        for (Chunk chunk : chunks) {
            assertThat(await(store.read(chunk, 0, chunk.length()))).isEqualTo(octets(chunk.length()));
        }
    }

    @Test
    void aClosedStore_saysSo() throws IOException {
        Chunk chunk = chunk(octets(10));
        store.close();

        assertThat(failure(store.put(chunk, octets(10)))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure(store.read(chunk, 0, 10))).isEqualTo(Kind.UNAVAILABLE);
    }
}
