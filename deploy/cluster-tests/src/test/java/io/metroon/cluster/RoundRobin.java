package io.metroon.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A balancer in front of a cluster that is as hard on it as one can be: each request goes to another node. It asks the node
 * to close the connection after the answer, so that the client comes with a new one for its next request.
 */
final class RoundRobin implements AutoCloseable {
    private final ServerSocket entrance;
    private final List<Integer> ports;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private int next;

    /** A balancer in front of these ports of loopback. */
    RoundRobin(List<Integer> ports) {
        this.ports = ports;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "round-robin");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                int port = ports.get(next++ % ports.size());
                start(() -> serve(client, port));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client, int port) {
        try (client;
                Socket node = new Socket(InetAddress.getLoopbackAddress(), port)) {
            sockets.add(client);
            sockets.add(node);
            String requestLine = line(client.getInputStream());
            if (requestLine.isEmpty()) {
                return;
            }
            node.getOutputStream().write((requestLine + "Connection: close\r\n").getBytes(StandardCharsets.ISO_8859_1));
            start(() -> relay(client, node));
            node.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException broken) {
            // One of the two went away; the other is told by the end of its connection.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.append((char) octet);
            if (octet == '\n') {
                return line.toString();
            }
        }
        return "";
    }

    private static void relay(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException broken) {
            // The answer tells.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
