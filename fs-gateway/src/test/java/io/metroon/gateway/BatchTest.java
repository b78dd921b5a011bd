package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many operations in one request, at {@code /v1/batch}. */
final class BatchTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static Answer batch(String operations) {
        return metroon.sendJson("POST", "/v1/batch", "{\"operations\":[" + operations + "]}");
    }

    @Test
    void eachOperation_isDecidedAlone_inOrder_atOneRevision() {
        Answer answer = batch("""
                {"op":"create","path":"/batch","type":"directory"},
                {"op":"create","path":"/batch"},
                {"op":"write","path":"/batch/file","content":"aGVsbG8=","attributes":{"mode":"0600"}},
                {"op":"read","path":"/batch/file"},
                {"op":"patch","path":"/batch/file","attributes":{"owner":"maria"}},
                {"op":"stat","path":"/batch/file"},
                {"op":"rename","from":"/batch/file","to":"/batch/moved"},
                {"op":"list","path":"/batch"},
                {"op":"delete","path":"/batch","recursive":true}""");

        JsonNode results = answer.json().path("results");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("metroon-revision"))
                .isEqualTo(answer.json().path("revision").asText());
        assertThat(results.findValuesAsText("status"))
                .containsExactly("201", "409", "409", "201", "200", "200", "200", "200", "200", "204");
        assertThat(results.get(1).path("problem").path("code").asText()).isEqualTo("EEXIST");
        assertThat(results.get(2).path("stat").path("mode").asText()).isEqualTo("0600");
        assertThat(results.get(3).path("content").asText()).isEqualTo("aGVsbG8=");
        assertThat(results.get(5).path("stat").path("owner").asText()).isEqualTo("maria");
        assertThat(results.get(7)
                        .path("list")
                        .path("entries")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("moved");
    }

    @Test
    void anOperationWithItsOwnKey_takesEffectOnceInWhateverBatch() {
        String keyed = "{\"op\":\"create\",\"path\":\"/keyed\",\"key\":\"k-1\"}";
        JsonNode first = batch(keyed).json().path("results").get(0);

        JsonNode second = batch("{\"op\":\"stat\",\"path\":\"/\"}," + keyed)
                .json()
                .path("results")
                .get(1);

        assertThat(first.has("replayed")).isFalse();
        assertThat(second.path("replayed").asBoolean()).isTrue();
        assertThat(second.path("status").asInt()).isEqualTo(201);
        assertThat(second.path("stat")).isEqualTo(first.path("stat"));
    }

    @Test
    void aKeyUsedForAnotherOperation_isRefusedForThatOperation() {
        batch("{\"op\":\"create\",\"path\":\"/one\",\"key\":\"k-2\"}");

        JsonNode result = batch("{\"op\":\"create\",\"path\":\"/two\",\"key\":\"k-2\"}")
                .json()
                .path("results")
                .get(0);

        assertThat(result.path("status").asInt()).isEqualTo(422);
        assertThat(result.path("problem").path("code").asText()).isEqualTo("EKEYREUSED");
    }

    @Test
    void conditions_holdForTheirOperation() {
        batch("{\"op\":\"create\",\"path\":\"/conditional\"}");

        JsonNode results = batch("{\"op\":\"create\",\"path\":\"/conditional\",\"ifNoneMatch\":\"*\"},"
                        + "{\"op\":\"delete\",\"path\":\"/conditional\",\"ifMatch\":\"\\\"1-1\\\"\"}")
                .json()
                .path("results");

        assertThat(results.get(0).path("status").asInt()).isEqualTo(412);
        assertThat(results.get(0).path("problem").path("code").asText()).isEqualTo("EEXIST");
        assertThat(results.get(1).path("status").asInt()).isEqualTo(412);
    }

    @Test
    void readsAlone_needNoEntryOfTheLog() {
        metroon.send("PUT", "/v1/fs/read-me");
        int commands = metroon.service.commandsSeen();

        Answer answer = batch("""
                {"op":"stat","path":"/read-me"},{"op":"stat","path":"/absent"},{"op":"list","path":"/"}""");

        assertThat(answer.json().path("results").findValuesAsText("status"))
                .containsExactly("200", "404", "404", "200");
        assertThat(answer.header("metroon-revision"))
                .isEqualTo(answer.json().path("revision").asText());
        assertThat(metroon.service.commandsSeen()).isEqualTo(commands);
        assertThat(metroon.sendJson(
                                "POST",
                                "/v1/batch",
                                "{\"operations\":[{\"op\":\"stat\",\"path\":\"/\"}]}",
                                "Metroon-Read",
                                "at-least=999999999")
                        .problem())
                .isEqualTo("503 EAGAIN");
    }

    @Test
    void aThousandOperations_areTaken_andNotOneMore() {
        String create = "{\"op\":\"stat\",\"path\":\"/\"}";

        assertThat(batch((create + ",").repeat(999) + create).json().path("results"))
                .hasSize(1_000);
        assertThat(batch((create + ",").repeat(1_000) + create).problem()).isEqualTo("413 E2BIG");
    }

    @Test
    void anAnswerWouldBeTooLarge_isRefusedBefore() {
        String page = "{\"op\":\"list\",\"path\":\"/\",\"limit\":6000}";

        assertThat(batch(page + "," + page).problem()).isEqualTo("413 E2BIG");
    }
}
