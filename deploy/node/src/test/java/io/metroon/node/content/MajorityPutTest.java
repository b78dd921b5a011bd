package io.metroon.node.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.content.Hashes;
import io.metroon.namespace.Chunk;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a chunk counts as kept, and who is given it. */
class MajorityPutTest {
    private static final byte[] OCTETS = {1, 2, 3};
    private static final Chunk CHUNK = new Chunk(Hashes.of(OCTETS), OCTETS.length, 1);

    private final List<Promise<Void>> asked = new ArrayList<>();
    private final Holder hangs = new Holder((chunk, octets) -> {
        Promise<Void> promise = Promise.promise();
        asked.add(promise);
        return promise.future();
    });
    private final Holder keeps = new Holder((chunk, octets) -> Future.succeededFuture());
    private final Holder alsoKeeps = new Holder((chunk, octets) -> Future.succeededFuture());
    private final Holder fails = new Holder((chunk, octets) ->
            Future.failedFuture(new ContentStoreException(Kind.UNAVAILABLE, "this node does not answer")));

    private static Future<Void> put(List<Holder> voters, List<Holder> learners) {
        return MajorityPut.start(CHUNK, OCTETS, voters, voters.size() / 2 + 1, learners);
    }

    @Test
    void aMajorityOfTheVoters_isEnough() {
        assertThat(put(List.of(keeps, alsoKeeps, fails), List.of()).succeeded()).isTrue();
        assertThat(put(List.of(keeps, alsoKeeps, hangs), List.of()).succeeded()).isTrue();
        assertThat(put(List.of(keeps), List.of()).succeeded()).isTrue();
    }

    @Test
    void learners_areGivenItAndNotCounted() {
        assertThat(put(List.of(keeps, fails, fails), List.of(alsoKeeps)).failed())
                .isTrue();
        Future<Void> waits = put(List.of(keeps, hangs, fails), List.of(alsoKeeps, hangs));
        assertThat(asked).hasSize(2);
        assertThat(waits.isComplete()).isFalse();
    }

    @Test
    void tooFew_saysHowManyAndWhy() {
        Future<Void> put = put(List.of(keeps, fails, fails), List.of());
        assertThat(put.cause()).hasMessageContaining("only 1 of the 2").hasMessageContaining("does not answer");
        assertThat(((ContentStoreException) put.cause()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aVoterThatHangs_isGivenEightChunks_andNoMoreUnlessItIsNeeded() {
        for (int i = 0; i < 100; i++) {
            assertThat(put(List.of(keeps, alsoKeeps, hangs), List.of()).succeeded())
                    .isTrue();
        }
        assertThat(asked).hasSize(8);

        Future<Void> needsIt = put(List.of(keeps, fails, hangs), List.of());
        assertThat(asked).hasSize(9);
        assertThat(needsIt.isComplete()).isFalse();
        asked.get(8).complete();
        assertThat(needsIt.succeeded()).isTrue();
    }
}
