package io.metroon.cli;

import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.RefusedException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** Paths on the command line, byte for byte. */
public final class PathArguments {
    private PathArguments() {}

    /** A path in the namespace. */
    static MetroonPath remote(String argument) {
        if (!argument.startsWith("/")) {
            throw new TypeConversionException("a path in the namespace starts with \"/\": " + argument);
        }
        try {
            return MetroonPath.ofEncoded(escapedSegments(argument));
        } catch (RefusedException invalid) {
            throw new TypeConversionException(String.valueOf(invalid.getMessage()));
        }
    }

    private static String escapedSegments(String argument) {
        StringBuilder encoded = new StringBuilder();
        for (String segment : argument.substring(1).split("/", -1)) {
            encoded.append('/').append(octets(segment).encoded());
        }
        return encoded.toString();
    }

    /** The octets of an argument. */
    public static Octets octets(String argument) {
        return Octets.of(Arguments.octets(argument));
    }

    /** A path on this machine. */
    static Path local(String argument) {
        return LocalPaths.of(octets(argument));
    }
}
