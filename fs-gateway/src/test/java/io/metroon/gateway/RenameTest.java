package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Moving entries, at {@code /v1/rename}. */
final class RenameTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static Answer rename(String json) {
        return metroon.sendJson("POST", "/v1/rename", json);
    }

    @Test
    void rename_movesADirectoryWithAllThatIsBelow() {
        metroon.send("PUT", "/v1/fs/logs/2026?type=directory&parents=true");

        Answer answer = rename("{\"from\":\"/logs\",\"to\":\"/archive\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("path").asText()).isEqualTo("/archive");
        assertThat(answer.header("etag")).isNotEmpty();
        assertThat(metroon.send("GET", "/v1/fs/archive/2026").status()).isEqualTo(200);
        assertThat(metroon.send("GET", "/v1/fs/logs").problem()).isEqualTo("404 ENOENT");
    }

    @Test
    void rename_ontoATakenName_replacesOnlyWhenAsked() {
        metroon.send("PUT", "/v1/fs/new");
        metroon.send("PUT", "/v1/fs/old");

        assertThat(rename("{\"from\":\"/new\",\"to\":\"/old\"}").problem()).isEqualTo("409 EEXIST");
        assertThat(rename("{\"from\":\"/new\",\"to\":\"/old\",\"mode\":\"replace\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void rename_exchange_swapsTheTwo() {
        String left = metroon.send("PUT", "/v1/fs/left").json().path("inode").asText();
        metroon.send("PUT", "/v1/fs/right");

        rename("{\"from\":\"/left\",\"to\":\"/right\",\"mode\":\"exchange\"}");

        assertThat(metroon.send("GET", "/v1/fs/right").json().path("inode").asText())
                .isEqualTo(left);
    }

    @Test
    void rename_directoryIntoItsOwnChild_isRefused() {
        metroon.send("PUT", "/v1/fs/self?type=directory");

        assertThat(rename("{\"from\":\"/self\",\"to\":\"/self/inner\"}").problem())
                .isEqualTo("400 EINVAL");
    }

    @Test
    void rename_withAnotherVersion_isRefused() {
        metroon.send("PUT", "/v1/fs/versioned");

        assertThat(rename("{\"from\":\"/versioned\",\"to\":\"/moved\",\"fromVersion\":999999}")
                        .problem())
                .isEqualTo("412 ECONDITION");
    }

    @Test
    void rename_ofANameThatIsNotUtf8_saysItInBytes() {
        metroon.send("PUT", "/v1/fs/raw-%FF");

        Answer answer = rename("{\"fromBytes\":\"/raw-%FF\",\"to\":\"/clean\"}");

        assertThat(answer.json().path("path").asText()).isEqualTo("/clean");
    }
}
