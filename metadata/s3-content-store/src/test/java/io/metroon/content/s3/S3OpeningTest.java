package io.metroon.content.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that can't work says so when it is opened, with what to do, and without a secret. */
class S3OpeningTest {
    @TempDir
    Path temporary;

    private LoopbackS3 server;

    @BeforeEach
    void start() throws Exception {
        server = LoopbackS3.start(temporary);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> settings = server.settings();
        settings.put(name, value);
        return settings;
    }

    private static void open(Map<String, String> settings) throws Exception {
        new S3ContentStoreProvider().open(settings).close();
    }

    private static String refusal(Map<String, String> settings) {
        try {
            open(settings);
        } catch (Exception e) {
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all));
            return all.toString();
        }
        throw new AssertionError("it opened");
    }

    private static void isUnavailable(Map<String, String> settings, String advice) {
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(() -> open(settings))
                .withMessageContaining(advice)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void anOpening_leavesOnlyTheNameOfTheCluster() throws Exception {
        open(server.settings());
        open(server.settings());

        assertThat(server.objects()).isEqualTo(1);
        assertThat(server.read("some/cluster/cluster")).asString().isEqualTo("c1");
    }

    @Test
    void aBucketThatIsNotThere_isNamed() {
        isUnavailable(with("bucket", "no-such-bucket"), "bucket no-such-bucket");
        isUnavailable(with("bucket", "no-such-bucket"), "correct content.settings.bucket");
    }

    @Test
    void credentialsThatAreWrong_areSaidToBe_andNotShown() throws Exception {
        Path wrong = LoopbackS3.credentials(temporary, "not-the-secret-of-anybody");
        Map<String, String> settings = with("credentialsFile", wrong.toString());
        isUnavailable(settings, "correct the credentials");

        assertThat(refusal(settings))
                .doesNotContain("not-the-secret-of-anybody")
                .doesNotContain(LoopbackS3.SECRET);
    }

    @Test
    void aServerThatIsNotThere_isNamed() throws Exception {
        Map<String, String> settings = server.settings();
        server.stop();

        isUnavailable(settings, "http://127.0.0.1:");
    }

    @Test
    void aFileThatHoldsNoCredentials_isNamedAndNotShown() throws Exception {
        Path file = Files.writeString(temporary.resolve("broken"), "[default]\naws_secret_access_key top-secret\n");
        assertThat(refusal(with("credentialsFile", file.toString())))
                .contains("content.settings.credentialsFile names " + file)
                .doesNotContain("top-secret");
        assertThat(refusal(with("credentialsFile", "/no/such/file")))
                .contains("content.settings.credentialsFile names /no/such/file");
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, ftp://host, endpoint is a URL",
        "endpoint, host:9000, endpoint is a URL",
        "endpoint, http://host/path, endpoint is a URL",
        "endpoint, http://a b, endpoint is a URL",
        "bucket, Metroon, bucket names an existing bucket",
        "prefix, /a, prefix is made of",
        "prefix, a//b, prefix is made of",
        "prefix, ../a, prefix is made of",
        "pathStyle, yes, pathStyle is true or false",
        "acessKey, x, acessKey is not a setting of the s3 store"
    })
    void aSettingThatIsWrong_isNamed(String name, String value, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(with(name, value)))
                .withMessageContaining("content.settings." + told);
    }

    @Test
    void credentialsInTheEndpoint_areRefusedAndNotShown() {
        String refusal = refusal(with("endpoint", "http://me:top-secret@127.0.0.1:1"));

        assertThat(refusal).contains("endpoint must not contain credentials").doesNotContain("top-secret");
    }

    @Test
    void withoutAnEndpoint_aRegionIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.of(Map.of("bucket", "metroon")))
                .withMessageContaining("content.settings.region is missing");
        S3Settings aws = S3Settings.of(Map.of("bucket", "metroon", "region", "eu-central-1"));

        assertThat(aws.pathStyle()).isFalse();
        assertThat(aws.place()).isEqualTo("bucket metroon at AWS, region eu-central-1");
    }
}
