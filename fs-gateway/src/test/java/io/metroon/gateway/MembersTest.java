package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.gateway.ClusterOutcome.Verdict;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators change: each outcome tells whether something happened, and what makes no sense is refused by name. */
final class MembersTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, 504 ETIMEDOUT, no",
        "TRY_AGAIN, 503 EAGAIN, later",
        "EPOCH_CHANGED, 412 ECONDITION, no",
        "INVALID, 400 EINVAL, no",
        "NO_SUCH_MEMBER, 404 ENOENT, no",
        "MEMBER_EXISTS, 409 EEXIST, no",
        "UNSAFE, 409 EBUSY, later"
    })
    void aChangeThatIsNotDone_isAProblemOfItsOwn(Verdict verdict, String problem, String retry) {
        metroon.cluster.verdict = verdict;
        Answer answer = metroon.send("DELETE", "/v1/cluster/members/2");
        metroon.cluster.verdict = Verdict.DONE;

        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.json().path("retry").asText()).isEqualTo(retry);
        assertThat(answer.json().path("detail").asText()).isEqualTo("quorum-not-live: repair the others first");
    }

    @Test
    void aChangeThatIsInForceAlready_succeeds_andSaysSo() {
        metroon.cluster.verdict = Verdict.ALREADY_SO;
        Answer answer = metroon.sendJson("POST", "/v1/cluster/engine", "{\"engine\":\"paxos\"}");
        metroon.cluster.verdict = Verdict.DONE;

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("changed").asBoolean()).isFalse();
        assertThat(answer.json().path("epoch").asLong()).isEqualTo(2);
    }

    @Test
    void aChange_canBeMadeForOneEpochOnly_andWaitsAsLongAsItIsTold() {
        metroon.send("DELETE", "/v1/cluster/members/2?epoch=7", "Prefer", "wait=2");
        assertThat(metroon.cluster.onlyIn).isEqualTo(OptionalLong.of(7));
        assertThat(metroon.cluster.patience).isEqualTo(Duration.ofSeconds(2));

        metroon.send("DELETE", "/v1/cluster/members/2");
        assertThat(metroon.cluster.onlyIn).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"node\":4}",
                "{\"node\":4,\"store\":\"xyz\",\"peer\":\"a:1\",\"http\":\"a:2\"}",
                "{\"node\":4,\"store\":\"00112233445566778899aabbccddeeff\",\"peer\":\"a\",\"http\":\"a:2\"}",
                "{\"node\":4,\"store\":\"00112233445566778899aabbccddeeff\",\"peer\":\"a:1\",\"http\":\"a:2\","
                        + "\"role\":\"king\"}",
                "{\"node\":4,\"store\":\"00112233445566778899aabbccddeeff\",\"peer\":\"a:1\",\"http\":\"a:2\",\"x\":1}"
            })
    void aNewcomerThatLacksSomething_isRefused(String body) {
        int before = metroon.cluster.asked.size();
        assertThat(metroon.sendJson("POST", "/v1/cluster/members", body).problem())
                .isEqualTo("400 EINVAL");
        assertThat(metroon.cluster.asked).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/cluster/members/0", "/v1/cluster/members/x", "/v1/cluster/members/2/3"})
    void whatIsNoNumberOfANode_isRefused(String target) {
        assertThat(metroon.send("DELETE", target).problem()).isEqualTo("400 EINVAL");
    }

    @Test
    void twoChangesAtOnce_andAChangeOfNothing_areRefused() {
        assertThat(metroon.sendJson("PATCH", "/v1/cluster/members/2", "{\"role\":\"voter\",\"priority\":1}")
                        .problem())
                .isEqualTo("400 EINVAL");
        assertThat(metroon.sendJson("PATCH", "/v1/cluster/members/2", "{}").problem())
                .isEqualTo("400 EINVAL");
    }

    @Test
    void aPageOfAnotherSite_changesNoMembers() {
        assertThat(metroon.send("POST", "/v1/cluster/leader", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
    }
}
