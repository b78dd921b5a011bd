package io.metroon.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds ports that nobody uses. */
final class Ports {
    /** Below the range that the system gives to outgoing connections, which come and go unasked. */
    private static final int FIRST = 15_000;

    private static final int LAST = 32_000;
    /** From a node's port for HTTP to its port for peers. */
    static final int PEER_OFFSET = 100;

    private static final int TRIES = 1_000;

    private Ports() {}

    /** The first of {@code nodes} free ports in a row whose peer ports are free as well. */
    static int freeBlock(int nodes) {
        for (int i = 0; i < TRIES; i++) {
            int base = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            boolean free =
                    IntStream.range(base, base + nodes).allMatch(port -> isFree(port) && isFree(port + PEER_OFFSET));
            if (free) {
                return base;
            }
        }
        throw new IllegalStateException("no " + nodes + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
