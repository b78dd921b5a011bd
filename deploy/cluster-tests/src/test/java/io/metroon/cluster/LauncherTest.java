package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/metroon} on machines that lack something: it says what, in one sentence, and changes nothing. The machines
 * are search paths that hold the usual tools and no more.
 */
class LauncherTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("metroon.checkout", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final List<String> TOOLS = List.of(
            "sh",
            "dirname",
            "readlink",
            "sed",
            "head",
            "cat",
            "find",
            "cksum",
            "cut",
            "ln",
            "rm",
            "mkdir",
            "touch",
            "date",
            "tar",
            "tee",
            "sleep",
            "grep",
            "sort");

    @TempDir
    Path temporary;

    private Path bin = Path.of("");

    @BeforeEach
    void gatherTools() throws IOException {
        bin = Files.createDirectory(temporary.resolve("bin"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path original = Path.of(place, tool);
                if (Files.exists(original) && Files.notExists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), original.toRealPath());
                }
            }
        }
    }

    @Test
    void withoutJava_saysWhatToInstall() throws Exception {
        refused(Map.of(), "metroon: Java was not found: install a JDK, 17 to 25, or set JAVA_HOME.");
    }

    @Test
    void withAJavaHomeThatIsNone_namesIt() throws Exception {
        refused(
                Map.of("JAVA_HOME", temporary.toString()),
                "metroon: JAVA_HOME is " + temporary + ", but there is no bin/java in it.");
    }

    @Test
    void withAnOldJava_namesItsVersion() throws Exception {
        Path old = javaHome("1.8.0_402", true);
        refused(
                Map.of("JAVA_HOME", old.toString()),
                "metroon: Java 17 or newer is needed; " + old.resolve("bin/java") + " is version 8.");
        Path eleven = javaHome("11.0.22", true);
        refused(
                Map.of("JAVA_HOME", eleven.toString()),
                "metroon: Java 17 or newer is needed; " + eleven.resolve("bin/java") + " is version 11.");
    }

    @Test
    void withARuntimeOnly_saysThatABuildNeedsAJdk() throws Exception {
        Path runtime = javaHome("17.0.15", false);
        refused(
                Map.of("JAVA_HOME", runtime.toString()),
                "metroon: Building from a checkout needs a JDK, 17 to 25; " + runtime + " is only a runtime.");
    }

    @Test
    void withoutMaven_saysWhatIsNeeded() throws Exception {
        refused(
                Map.of("JAVA_HOME", javaHome("17.0.15", true).toString()),
                "metroon: Building from a checkout needs Maven 3.8.7 or newer; mvn was not found.");
    }

    @Test
    void withAnOldMaven_namesItsVersion() throws Exception {
        script(bin.resolve("mvn"), "echo 'Apache Maven 3.6.3 (cecedd343002696d0abb50b32b541b8a6ba2883f)'");
        refused(
                Map.of("JAVA_HOME", javaHome("17.0.15", true).toString()),
                "metroon: Building from a checkout needs Maven 3.8.7 or newer; " + bin.resolve("mvn")
                        + " is version 3.6.3.");
    }

    private Path javaHome(String version, boolean isJdk) throws IOException {
        Path home = Files.createDirectories(temporary.resolve("java-" + version));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "exit 0");
        if (isJdk) {
            script(home.resolve("bin/javac"), "exit 0");
        }
        return home;
    }

    private static void script(Path file, String commands) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void refused(Map<String, String> environment, String sentence) throws Exception {
        Path output = temporary.resolve("output");
        Path builds = temporary.resolve("builds");
        ProcessBuilder launcher =
                new ProcessBuilder(List.of(CHECKOUT.resolve("deploy/metroon").toString(), "version"));
        launcher.environment().clear();
        launcher.environment().putAll(new TreeMap<>(environment));
        launcher.environment().put("PATH", bin.toString());
        launcher.environment().put("HOME", temporary.toString());
        launcher.environment().put("METROON_BUILD_DIR", builds.toString());
        Process process = launcher.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).isEqualTo(sentence + "\n");
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(builds).doesNotExist();
    }
}
