package io.metroon.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports that nobody listens on. */
public final class Ports {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000; // below the ephemeral ports of Linux, so that no client takes one
    private static final int ATTEMPTS = 200;
    /** Peers listen that much above HTTP. */
    private static final int PEER_OFFSET = 100;

    private Ports() {}

    /** The first of {@code count} neighbours that are free now, for HTTP and for peers. */
    public static int free(int count) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (allFree(first, count) && allFree(first + PEER_OFFSET, count)) {
                return first;
            }
        }
        throw new IOException("no " + count + " free ports in a row between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
