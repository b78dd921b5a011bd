package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.namespace.ServiceException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How WebHDFS tells what went wrong: by classes on which Hadoop's client acts. */
final class WebHdfsErrorsTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static Answer hdfs(String method, String path, String query) {
        return metroon.send(method, "/webhdfs/v1" + path + "?" + query);
    }

    private static JsonNode remote(Answer answer) {
        return answer.json().path("RemoteException");
    }

    private static Answer during(ServiceException.Kind kind, String method, String path, String query) {
        metroon.service.fail(kind);
        try {
            return hdfs(method, path, query);
        } finally {
            metroon.service.fail(null);
        }
    }

    @Test
    void aNodeThatCannotAnswer_saysSoInTheWordOnWhichClientsTurnToTheNext() {
        for (ServiceException.Kind kind :
                new ServiceException.Kind[] {ServiceException.Kind.UNAVAILABLE, ServiceException.Kind.OVERLOADED}) {
            for (String query : new String[] {"op=GETFILESTATUS", "op=LISTSTATUS", "op=OPEN", "op=OPEN&data=true"}) {
                Answer answer = during(kind, "GET", "/f", query);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(remote(answer).path("javaClassName").asText())
                        .isEqualTo("org.apache.hadoop.ipc.StandbyException");
                assertThat(answer.header("retry-after")).isNotEmpty();
            }
        }
    }

    @Test
    void anUnknownOutcome_isNeitherSuccessNorARefusal_andNotRepeatedByTheClient() {
        for (String query : new String[] {"op=MKDIRS", "op=SETPERMISSION&permission=700"}) {
            Answer answer = during(ServiceException.Kind.OUTCOME_UNKNOWN, "PUT", "/f", query);
            assertThat(answer.status()).isEqualTo(504);
            assertThat(remote(answer).path("javaClassName").asText()).isEqualTo("java.io.IOException");
        }
        Answer deleted = during(ServiceException.Kind.OUTCOME_UNKNOWN, "DELETE", "/f", "op=DELETE");
        assertThat(deleted.status()).isEqualTo(504);
        assertThat(remote(deleted).path("exception").asText()).isEqualTo("IOException");
    }

    @Test
    void noRoom_isAnIoException() {
        Answer answer = during(ServiceException.Kind.NO_SPACE, "PUT", "/f", "op=MKDIRS");
        assertThat(answer.status()).isEqualTo(507);
        assertThat(remote(answer).path("exception").asText()).isEqualTo("IOException");
    }

    @Test
    void anOperationThatDoesNotExist_isRefusedInTheWordsThatClientsLookFor() {
        for (String query : new String[] {"op=NONSENSE", "op=MKDIRS", "", "op="}) {
            Answer answer = hdfs("GET", "/", query);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(remote(answer).path("javaClassName").asText()).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(remote(answer).path("message").asText())
                    .startsWith("Invalid value for webhdfs parameter \"op\"");
        }
    }

    @Test
    void whatTheNamespaceHasNot_isRefusedByName() {
        for (String query : new String[] {"op=GETACLSTATUS", "op=GETFILECHECKSUM", "op=getecpolicy"}) {
            Answer answer = hdfs("GET", "/", query);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(remote(answer).path("javaClassName").asText())
                    .isEqualTo("java.lang.UnsupportedOperationException");
            assertThat(remote(answer).path("message").asText()).contains("is not supported: ");
        }
    }

    @Test
    void aNameThatIsTooLong_isTheClassThatHdfsHasForIt() {
        Answer answer = hdfs("PUT", "/" + "x".repeat(256), "op=MKDIRS");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(remote(answer).path("exception").asText()).isEqualTo("PathComponentTooLongException");
    }

    @Test
    void whatIsLocked_isInUse() {
        metroon.send("PUT", "/v1/content/locked");
        String lock =
                "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>";
        metroon.sendOctets("LOCK", "/dav/locked", lock.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        Answer answer = hdfs("DELETE", "/locked", "op=DELETE");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(remote(answer).path("javaClassName").asText())
                .isEqualTo("org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException");
    }

    @Test
    void aPageOfAnotherOrigin_cannotPostAForm_butHadoopsClientMaySendItsType() {
        String form = "application/x-www-form-urlencoded";
        String target = "/webhdfs/v1/f?op=NONSENSE";

        assertThat(metroon.send("POST", target, "Content-Type", form).status()).isEqualTo(400);
        assertThat(metroon.send("POST", target, "Content-Type", form, "Origin", "http://evil.example")
                        .status())
                .isEqualTo(415);
        assertThat(metroon.send("POST", target, "Content-Type", form, "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void otherMethods_areNotAllowed() {
        Answer answer = metroon.send("PATCH", "/webhdfs/v1/f?op=CREATE");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("GET", "PUT", "POST", "DELETE");
    }
}
