package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs docs/examples/embedding as its reader would. */
class EmbeddingExampleTest {
    private static final Path SOURCE = Path.of("../../docs/examples/embedding/Embedding.java");

    @TempDir
    Path temporary;

    @Test
    void theExample_compilesAndRunsTwiceInTheSameDirectory() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Xlint:all,-processing,-classfile,-path",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        classPath,
                        "-d",
                        temporary.toString(),
                        SOURCE.toString());
        assertThat(compiled).isZero();
        assertThat(run(classPath)).contains("PUT /v1/fs/greeting: 201");
        assertThat(run(classPath)).contains("PUT /v1/fs/greeting: 200");
    }

    private String run(String classPath) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx128m",
                        "-cp",
                        temporary + ":" + classPath,
                        "Embedding",
                        temporary.resolve("data").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
