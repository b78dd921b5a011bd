package io.metroon.benchmarks.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between peers, in user space: each node reaches each other one through a port of its own, so that any
 * direction of any pair can be cut. What is sent over a cut link is held back, and arrives when it is whole again, as TCP
 * has it; nobody is told. Thread-safe.
 */
public final class FaultyNetwork implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Map<Link, ServerSocket> entrances = new TreeMap<>();
    private final Set<Link> cut = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * One direction between two nodes.
     *
     * @param from the node that sends
     * @param to the node that receives
     */
    public record Link(int from, int to) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            return Integer.compare(from * 1_000 + to, other.from * 1_000 + other.to);
        }
    }

    /**
     * Between nodes whose peer ports are these, by number; nobody needs to listen there yet.
     *
     * @throws IOException when there are no free ports
     */
    public FaultyNetwork(Map<Integer, Integer> peerPorts) throws IOException {
        for (int from : peerPorts.keySet()) {
            for (Map.Entry<Integer, Integer> to : peerPorts.entrySet()) {
                if (from != to.getKey()) {
                    open(new Link(from, to.getKey()), to.getValue());
                }
            }
        }
    }

    private void open(Link link, int port) throws IOException {
        ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        entrances.put(link, entrance);
        start("accept " + link, () -> {
            while (true) {
                connect(entrance.accept(), port, link);
            }
        });
    }

    private void connect(Socket near, int port, Link link) throws IOException {
        sockets.add(near);
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            start("to " + link, () -> pump(near, far, link));
            start("back " + link, () -> pump(far, near, new Link(link.to(), link.from())));
        } catch (IOException nobodyThere) {
            near.close();
            sockets.remove(near);
        }
    }

    /** Where {@code from} finds {@code to}. */
    public int port(int from, int to) {
        ServerSocket entrance = entrances.get(new Link(from, to));
        if (entrance == null) {
            throw new IllegalArgumentException("no link from " + from + " to " + to);
        }
        return entrance.getLocalPort();
    }

    /** Holds back what is sent over these links. */
    public void cut(Link... links) {
        cut.addAll(List.of(links));
    }

    /** Cuts a node off, in both directions. */
    public void isolate(int node) {
        entrances.keySet().stream()
                .filter(link -> link.from() == node || link.to() == node)
                .forEach(cut::add);
    }

    /** Makes every link whole. */
    public synchronized void heal() {
        cut.clear();
        notifyAll();
    }

    private void pump(Socket from, Socket to, Link direction) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitWhole(direction);
                out.write(buffer, 0, read);
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void awaitWhole(Link direction) throws IOException {
        while (cut.contains(direction)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (closed) {
            throw new IOException("closed");
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A connection that breaks, at either end, is an everyday event: its threads end. */
    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException broken) {
                        // Both ends notice by themselves.
                        return;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        List<ServerSocket> open = new ArrayList<>(entrances.values());
        for (ServerSocket entrance : open) {
            entrance.close();
        }
        heal();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
