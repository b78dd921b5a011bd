package io.metroon.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds the command.
 *
 * @param in standard input
 * @param out standard output; text is UTF-8 whatever the locale, as names are
 * @param err standard error
 * @param outIsScreen whether standard output goes to a terminal
 * @param errIsScreen whether standard error goes to a terminal
 * @param environment environment variables
 * @param home the user's home directory
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean outIsScreen,
        boolean errIsScreen,
        Map<String, String> environment,
        Path home) {

    /** That of this process. Standard output is buffered: flush it. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintStream(
                        new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isScreen(1),
                isScreen(2),
                System.getenv(),
                Path.of(System.getProperty("user.home")));
    }

    /** {@code System.console()} means something else on every other JDK; where a descriptor leads does not. */
    private static boolean isScreen(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
