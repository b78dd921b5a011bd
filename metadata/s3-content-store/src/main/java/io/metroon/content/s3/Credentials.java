package io.metroon.content.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;

/** Where a node takes its credentials from: a file, or its environment. They are in no message and no log. */
final class Credentials {
    private Credentials() {}

    /**
     * A source of credentials that has some.
     *
     * @param file in the format of AWS's shared credentials file, of which the profile {@code default} is taken; null for the
     *     environment
     * @throws IllegalArgumentException that says what to do
     */
    static AwsCredentialsProvider from(@Nullable String file) {
        return file == null ? environment() : file(Path.of(file));
    }

    private static AwsCredentialsProvider environment() {
        AwsCredentialsProvider environment = EnvironmentVariableCredentialsProvider.create();
        requireSome(
                environment,
                "no credentials for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of the node, or"
                        + " content.settings.credentialsFile");
        return environment;
    }

    private static AwsCredentialsProvider file(Path file) {
        String wrong = "content.settings.credentialsFile names " + file
                + ", which should be readable by the node and hold [default], aws_access_key_id = ... and"
                + " aws_secret_access_key = ..., a line each";
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(wrong);
        }
        AwsCredentialsProvider read = provider(file, wrong);
        requireSome(read, wrong);
        return read;
    }

    private static AwsCredentialsProvider provider(Path file, String wrong) {
        try {
            return ProfileCredentialsProvider.builder()
                    .profileName("default")
                    .profileFile(ProfileFile.builder()
                            .content(file)
                            .type(ProfileFile.Type.CREDENTIALS)
                            .build())
                    .build();
        } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
            throw withoutCause(wrong);
        }
    }

    private static void requireSome(AwsCredentialsProvider provider, String otherwise) {
        try {
            provider.resolveCredentials();
        } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
            throw withoutCause(otherwise);
        }
    }

    // A parser may quote the line that it could not read, and the line may be the secret.
    private static IllegalArgumentException withoutCause(String message) {
        return new IllegalArgumentException(message);
    }
}
