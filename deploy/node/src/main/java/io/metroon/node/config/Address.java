package io.metroon.node.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where something listens: {@code host:port}, an IPv6 host in brackets.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65,535, or 0 for one that the system chooses
 */
public record Address(String host, int port) {
    /** The host of everything that {@code metroon up} starts. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:\\s]+)):(\\d{1,5})");

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException naming the text when it is something else
     */
    @JsonCreator
    public static Address parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new IllegalArgumentException("\"" + text + "\" is not host:port with a port of at most 65535");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Address(host, Integer.parseInt(matcher.group(3)));
    }

    /** A port of this machine that other machines don't reach. */
    public static Address loopback(int port) {
        return new Address(LOOPBACK, port);
    }

    /** Whether the host is this machine's loopback interface; a name that doesn't resolve is not. */
    public boolean isLoopback() {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
