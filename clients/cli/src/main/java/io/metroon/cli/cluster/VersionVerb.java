package io.metroon.cli.cluster;

import io.metroon.cli.Printing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code version}. */
@Command(name = "version", description = "Show the version of this command and of the Java that runs it.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class VersionVerb implements Runnable {
    @Mixin
    private Printing print;

    @Override
    public void run() {
        String java = System.getProperty("java.vendor") + " " + Runtime.version();
        print.json(json -> json.put("version", version()).put("java", java));
        print.line("Metroon " + version() + ", Java " + java);
    }

    /** The version of this command. */
    public static String version() {
        try (InputStream file = VersionVerb.class.getResourceAsStream("/io/metroon/cli/version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
