package io.metroon.node.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds out whether a TCP port of the loopback interface is free, and who has it if not. */
final class PortOwner {
    private static final String LISTEN = "0A";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PortOwner() {}

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code process 4711 (java)}, or as much of it as can be found out. */
    static String describe(int port) {
        OptionalLong pid = pidOf(port);
        if (pid.isEmpty()) {
            return "another process (whose pid can't be seen from here)";
        }
        Optional<String> command = ProcessHandle.of(pid.getAsLong())
                .flatMap(handle -> handle.info().command())
                .map(path -> " (" + Path.of(path).getFileName() + ")");
        return "process " + pid.getAsLong() + command.orElse("");
    }

    /** The pid of the process that listens; empty where /proc doesn't tell, or not to this user. */
    static OptionalLong pidOf(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            sockets.addAll(listeners(Path.of(table), port));
        }
        return sockets.isEmpty() ? OptionalLong.empty() : holderOf(sockets);
    }

    // proc(5): "sl local_address rem_address st ... inode", addresses as hex with the port behind the colon.
    private static Set<String> listeners(Path table, int port) {
        String suffix = String.format(":%04X", port);
        Set<String> sockets = new HashSet<>();
        try {
            for (String line : Files.readAllLines(table)) {
                String[] fields = BLANKS.split(line.strip(), -1);
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        return sockets;
    }

    private static OptionalLong holderOf(Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return OptionalLong.of(Long.parseLong(String.valueOf(process.getFileName())));
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that ended meanwhile.
            return false;
        }
        return false;
    }
}
