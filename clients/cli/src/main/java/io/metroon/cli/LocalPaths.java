package io.metroon.cli;

import io.metroon.client.Octets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Names on this machine, byte for byte, whatever the locale. {@link Path} keeps the octets it was given by the system,
 * but its text is decoded by {@code sun.jnu.encoding} and may lose some. Its URI does not: so names that are not plain go
 * through it. Works alike on JDK 17 and 25 and needs no launcher flag ({@code -Dsun.jnu.encoding} changes nothing).
 */
public final class LocalPaths {
    private static final boolean UTF_8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    private static final char REPLACEMENT = '\uFFFD';

    private LocalPaths() {}

    /** The path that an argument of the command line means. */
    static Path of(Octets argument) {
        String text = argument.toString();
        if (isFaithful(text) && argument.isUtf8()) {
            return Path.of(text);
        }
        String relative = text.startsWith("/") ? "" : uri(Path.of("")) + "/";
        return Path.of(URI.create((relative.isEmpty() ? "file://" : relative) + slashed(argument)));
    }

    private static String slashed(Octets path) {
        return path.encoded().replace("%2F", "/");
    }

    /** The last name of a path. */
    public static Octets name(Path path) {
        String text = String.valueOf(path.getFileName());
        if (isFaithful(text)) {
            return Octets.of(text);
        }
        String uri = uri(path);
        return Octets.ofEncoded(uri.substring(uri.lastIndexOf('/') + 1));
    }

    /** The entry of that name in a directory. */
    public static Path child(Path directory, Octets name) {
        String text = name.toString();
        if (isFaithful(text)) {
            return directory.resolve(text);
        }
        return Path.of(URI.create(uri(directory) + "/" + name.encoded()));
    }

    /** Whether this text is exactly the octets, and can be turned into a path. */
    private static boolean isFaithful(String text) {
        return UTF_8 ? text.indexOf(REPLACEMENT) < 0 : text.chars().allMatch(c -> c < 0x80);
    }

    /** Without the slash that a directory's URI ends with. */
    private static String uri(Path path) {
        String uri = path.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    /**
     * The text of a symlink.
     *
     * @throws IOException when it cannot be read
     */
    public static Octets linkTarget(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        String text = target.toString();
        if (isFaithful(text)) {
            return Octets.of(text);
        }
        String uri = target.toUri().getRawPath();
        String absolute = uri.endsWith("/") && !text.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        String base = target.isAbsolute() ? "" : uri(Path.of("")).substring("file://".length()) + "/";
        return Octets.ofEncoded(absolute.substring(base.length()));
    }

    /**
     * Makes a symlink.
     *
     * @throws IOException when it cannot be made
     */
    public static void createLink(Path link, Octets target) throws IOException {
        String text = target.toString();
        if (text.contains("//") || (text.endsWith("/") && text.length() > 1)) {
            createLinkByShell(link, target); // Path would drop the superfluous slashes
        } else if (isFaithful(text)) {
            Files.createSymbolicLink(link, Path.of(text));
        } else {
            Files.createSymbolicLink(link, raw(target, text.startsWith("/")));
        }
    }

    /** A path of these octets: through a URI, which is absolute, with one name more so that it has a parent. */
    private static Path raw(Octets target, boolean absolute) {
        Path longer = Path.of(URI.create("file://" + (absolute ? "" : "/") + slashed(target) + "/x"));
        return absolute ? Objects.requireNonNull(longer.getParent()) : longer.subpath(0, longer.getNameCount() - 1);
    }

    private static void createLinkByShell(Path link, Octets target) throws IOException {
        Process shell = new ProcessBuilder("sh", "-s")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var script = shell.getOutputStream()) {
            script.write("ln -s -- ".getBytes(StandardCharsets.US_ASCII));
            script.write(quoted(target.toBytes()));
            script.write(' ');
            script.write(quoted(
                    Octets.ofEncoded(uri(link).substring("file://".length())).toBytes()));
            script.write('\n');
        }
        try {
            if (shell.waitFor() != 0) {
                throw new IOException("cannot make the symbolic link " + link);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static byte[] quoted(byte[] octets) {
        String latin = new String(octets, StandardCharsets.ISO_8859_1);
        return ("'" + latin.replace("'", "'\\''") + "'").getBytes(StandardCharsets.ISO_8859_1);
    }
}
