package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks over HTTP: those that WebDAV takes hold for REST, and the other way round. */
final class DavLockTest {
    private static final String INFO = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype><D:owner><D:href>mailto:me</D:href></D:owner></D:lockinfo>";

    private RunningGateway metroon;

    @BeforeEach
    void start() {
        metroon = new RunningGateway();
        put("/f", "x");
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    private Answer put(String path, String text, String... headers) {
        return metroon.sendOctets("PUT", "/dav" + path, text.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer lock(String path, String... headers) {
        return metroon.sendOctets("LOCK", "/dav" + path, INFO.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static String token(Answer lock) {
        assertThat(lock.header("lock-token")).startsWith("<urn:uuid:").endsWith(">");
        return lock.header("lock-token");
    }

    @Test
    void lock_tellsTokenOwnerTimeAndFence() {
        Answer lock = lock("/f", "Timeout", "Infinite, Second-4100000000");

        assertThat(lock.status()).isEqualTo(200);
        assertThat(lock.header("metroon-fence")).isEqualTo(lock.header("metroon-revision"));
        assertThat(lock.text())
                .contains("<D:timeout>Second-604800</D:timeout>", "mailto:me", "<D:depth>0</D:depth>")
                .contains("<D:lockroot><D:href>/dav/f</D:href></D:lockroot>");
        assertThat(lock("/new").status()).isEqualTo(201);
        assertThat(lock("/f").status()).isEqualTo(423);
        assertThat(lock("/no/f").status()).isEqualTo(409);
    }

    @Test
    void aLockOfWebDav_holdsForRest() {
        String token = token(lock("/f"));

        assertThat(metroon.send("DELETE", "/v1/fs/f").problem()).isEqualTo("423 ELOCKED");
        assertThat(metroon.sendJson("PATCH", "/v1/fs/f", "{\"mode\":\"0600\"}").problem())
                .isEqualTo("423 ELOCKED");
        assertThat(metroon.sendJson("POST", "/v1/rename", "{\"from\":\"/f\",\"to\":\"/g\"}")
                        .problem())
                .isEqualTo("423 ELOCKED");
        assertThat(metroon.sendJson("PATCH", "/v1/fs/f", "{\"mode\":\"0600\"}", "Metroon-Lock-Token", token)
                        .status())
                .isEqualTo(200);
        assertThat(metroon.send("GET", "/v1/locks/f")
                        .json()
                        .at("/covering/0/owner")
                        .asText())
                .contains("mailto:me");
    }

    @Test
    void aLockOfRest_holdsForWebDav_isProlonged_andReleased() {
        Answer taken = metroon.sendJson(
                "POST", "/v1/locks/f", "{\"owner\":\"a <b> & c\",\"depth\":\"0\",\"timeoutSeconds\":9}");
        assertThat(taken.status()).isEqualTo(201);
        String token = taken.header("metroon-lock-token");
        assertThat(taken.json().path("fence").asLong()).isEqualTo(Long.parseLong(taken.header("metroon-fence")));

        assertThat(put("/f", "y").status()).isEqualTo(423);
        assertThat(put("/f", "y", "If", "(<" + token + ">)").status()).isEqualTo(204);
        assertThat(metroon.send("PROPFIND", "/dav/f", "Depth", "0").text()).contains("a &lt;b&gt; &amp; c", token);
        Answer again = metroon.sendJson("POST", "/v1/locks/f", "{\"timeoutSeconds\":20}", "Metroon-Lock-Token", token);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("remainingSeconds").asInt()).isEqualTo(20);
        assertThat(metroon.send("DELETE", "/v1/locks/f", "Metroon-Lock-Token", token)
                        .status())
                .isEqualTo(204);
        assertThat(put("/f", "z").status()).isEqualTo(204);
        assertThat(metroon.send("DELETE", "/v1/locks/f", "Metroon-Lock-Token", token)
                        .problem())
                .isEqualTo("409 ENODATA");
    }

    @Test
    void unlock_takesABareToken() {
        String token = token(lock("/f"));

        assertThat(metroon.send("UNLOCK", "/dav/f", "Lock-Token", token.substring(1, token.length() - 1))
                        .status())
                .isEqualTo(204);
        assertThat(metroon.send("UNLOCK", "/dav/f", "Lock-Token", token).status())
                .isEqualTo(409);
        assertThat(metroon.send("UNLOCK", "/dav/f").status()).isEqualTo(400);
    }

    @Test
    void taggedLists_areAboutTheirOwnResource() {
        metroon.send("MKCOL", "/dav/d");
        String token = token(lock("/d"));
        String base = "http://127.0.0.1:" + metroon.port;

        assertThat(put("/d/new", "x").status()).isEqualTo(423);
        assertThat(put("/d/new", "x", "If", "<" + base + "/dav/d/> (" + token + ")")
                        .status())
                .isEqualTo(201);
        assertThat(put("/d/new", "x", "If", "</dav/f> (" + token + ")").status())
                .isEqualTo(412);
        assertThat(put("/d/new", "x", "If", "<http://elsewhere/dav/d/> (" + token + ")")
                        .status())
                .isEqualTo(412);
        assertThat(put("/d/new", "y", "If", "</dav/f> (" + token + ") (Not <DAV:no-lock>)")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void delete_ofACollectionWithALockedMember_tellsWhich_andDeletesNothing() {
        metroon.send("MKCOL", "/dav/d");
        put("/d/a", "x");
        put("/d/b", "x");
        lock("/d/b");

        Answer answer = metroon.send("DELETE", "/dav/d/");
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.text()).contains("<D:href>/dav/d/b</D:href>", "HTTP/1.1 423 Locked");
        assertThat(metroon.send("GET", "/dav/d/a").status()).isEqualTo(200);
    }

    @Test
    void lockDiscovery_showsLocksAboveToo() {
        metroon.send("MKCOL", "/dav/d");
        put("/d/a", "x");
        String token = token(lock("/d"));

        String all = metroon.send("PROPFIND", "/dav/", "Depth", "infinity").text();
        String bare = token.substring(1, token.length() - 1);
        assertThat(all.split(bare, -1)).hasSize(3);
        assertThat(metroon.send("PROPFIND", "/dav/d/a", "Depth", "0").text()).contains(bare);
    }

    @Test
    void batch_underATokenOfTheRequest_goesOn() {
        String token = token(lock("/f"));
        String batch = "{\"operations\":[{\"op\":\"delete\",\"path\":\"/f\"}]}";

        assertThat(metroon.sendJson("POST", "/v1/batch", batch)
                        .json()
                        .at("/results/0/status")
                        .asInt())
                .isEqualTo(423);
        assertThat(metroon.sendJson("POST", "/v1/batch", batch, "Metroon-Lock-Token", token)
                        .json()
                        .at("/results/0/status")
                        .asInt())
                .isEqualTo(204);
    }

    @Test
    void wrongArguments_areRefused() {
        assertThat(lock("/f", "Depth", "1").status()).isEqualTo(400);
        assertThat(metroon.send("LOCK", "/dav/f").status()).isEqualTo(400);
        assertThat(metroon.sendJson("POST", "/v1/locks/f", "{\"depth\":\"1\"}").problem())
                .isEqualTo("400 EINVAL");
        assertThat(metroon.sendJson("POST", "/v1/locks/f", "{\"timeoutSeconds\":0}")
                        .problem())
                .isEqualTo("400 EINVAL");
        assertThat(metroon.send("DELETE", "/v1/locks/f").problem()).isEqualTo("400 EINVAL");
        assertThat(metroon.send("DELETE", "/v1/fs/f", "Metroon-Lock-Token", "a b")
                        .problem())
                .isEqualTo("400 EINVAL");
    }
}
