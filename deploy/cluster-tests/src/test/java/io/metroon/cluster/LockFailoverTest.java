package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two WebDAV clients and one of REST contend for one lock while leader after leader is killed: there are never two holders,
 * and fencing tokens only grow. A client that got no answer asks again with the same idempotency key, at another node.
 */
class LockFailoverTest {
    private static final int FAILOVERS = 10;
    private static final long PAUSE_MILLIS = 20;
    private static final Pattern TOKEN = Pattern.compile("urn:uuid:[0-9a-f-]{36}");
    private static final String LOCK_INFO = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final AtomicReference<String> holder = new AtomicReference<>("");
    // Written by whoever holds the lock.
    private long fenceSeen;
    private int taken;

    /** Whatever became of the test: a client that found no cluster any more would ask for ever. */
    @AfterEach
    void endClients() {
        threads.shutdownNow();
    }

    @Test
    void leadersDie_andThereIsNeverMoreThanOneHolder() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            cluster.http().send("PUT", cluster.url(1) + "/v1/fs/contended");
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 1; client <= 3; client++) {
                int number = client;
                clients.add(threads.submit(() -> contend(cluster, number)));
            }
            for (int failover = 0; failover < FAILOVERS; failover++) {
                int leader = cluster.awaitLeader();
                cluster.kill(leader);
                cluster.revive(leader);
                cluster.awaitReady();
            }
            over.countDown();
            for (Future<?> client : clients) {
                client.get(60, TimeUnit.SECONDS);
            }
            cluster.awaitEqualDigests();
            Report.line(
                    "locks: 3 clients, %d kills of the leader, taken %d times, last fence %d",
                    FAILOVERS, taken, fenceSeen);
            assertThat(taken).isGreaterThan(FAILOVERS);
        }
    }

    private Void contend(TestCluster cluster, int client) throws InterruptedException {
        Contender contender = new Contender(cluster, client, client == 3, over);
        while (over.getCount() > 0) {
            Http.Answer answer = contender.lock();
            if (answer.status() == 423) {
                contender.pause();
                continue;
            }
            assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
            String me = "client " + client;
            assertThat(holder.compareAndSet("", me))
                    .as("%s beside %s", me, holder.get())
                    .isTrue();
            long fence = answer.revision();
            assertThat(fence).isGreaterThan(fenceSeen);
            fenceSeen = fence;
            taken++;
            Matcher token = TOKEN.matcher(answer.text());
            assertThat(token.find()).isTrue();
            assertThat(contender.write(token.group()).status()).isBetween(200, 204);
            holder.set("");
            assertThat(contender.unlock(token.group()).status()).isEqualTo(204);
        }
        return null;
    }

    /** One client, which asks until it knows. */
    private record Contender(TestCluster cluster, int number, boolean rest, CountDownLatch over) {
        /** Leaves the processors to a node that starts; without it, whoever waits for the lock would take them. */
        void pause() throws InterruptedException {
            boolean unused = over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        Http.Answer lock() throws InterruptedException {
            return rest
                    ? decided("POST", "/v1/locks/contended", "{\"timeoutSeconds\":600}", Map.of())
                    : decided("LOCK", "/dav/contended", LOCK_INFO, Map.of("Timeout", "Second-600"));
        }

        Http.Answer write(String token) throws InterruptedException {
            return rest
                    ? decided("PATCH", "/v1/fs/contended", "{\"mode\":\"0600\"}", Map.of("Metroon-Lock-Token", token))
                    : decided("PUT", "/dav/contended", "x", Map.of("If", "(<" + token + ">)"));
        }

        Http.Answer unlock(String token) throws InterruptedException {
            return rest
                    ? decided("DELETE", "/v1/locks/contended", "", Map.of("Metroon-Lock-Token", token))
                    : decided("UNLOCK", "/dav/contended", "", Map.of("Lock-Token", "<" + token + ">"));
        }

        private Http.Answer decided(String method, String target, String body, Map<String, String> more)
                throws InterruptedException {
            Map<String, String> headers = new HashMap<>(more);
            headers.put("Idempotency-Key", UUID.randomUUID().toString());
            headers.put("Prefer", "wait=1");
            for (int attempt = 0; ; attempt++) {
                int node = (number + attempt) % 3 + 1;
                try {
                    Http.Answer answer = cluster.http().send(method, cluster.url(node) + target, body, headers);
                    if (answer.status() != 503 && answer.status() != 504) {
                        return answer;
                    }
                } catch (IOException noAnswer) {
                    // Dead, or died: another node knows what became of it.
                }
                pause();
            }
        }
    }
}
