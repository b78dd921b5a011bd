package io.metroon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
public final class ProductVersion implements IVersionProvider {

    /** Such as {@code 0.1.0}; a build between releases has the number of the release to come. */
    public static String current() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing from the build");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version").replace("-SNAPSHOT", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java that runs it. */
    public static String java() {
        return System.getProperty("java.vendor") + " " + Runtime.version();
    }

    /** Both in a line. */
    public static String line() {
        return "Metroon " + current() + ", Java " + java();
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }
}
