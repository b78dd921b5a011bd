package io.metroon.replica.transport;

/**
 * Where a node listens for its peers.
 *
 * @param host name or address; an IPv6 address without its brackets
 * @param port 1 to 65535, or 0 to listen at any free one, which only suits a node without peers
 */
record PeerAddress(String host, int port) {
    /**
     * Reads {@code host:port} or {@code [v6]:port}.
     *
     * @throws IllegalArgumentException naming the text
     */
    static PeerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            int port = Integer.parseInt(text.substring(colon + 1));
            if (!host.isEmpty() && port >= 0 && port <= 65_535) {
                return new PeerAddress(host, port);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not host:port: " + text, e);
        }
        throw new IllegalArgumentException("not host:port: " + text);
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
