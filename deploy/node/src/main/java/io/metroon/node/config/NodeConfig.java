package io.metroon.node.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one node has to know: who it is, where its directory is, and where the members are. Identities (of the cluster,
 * of each store) are not here but in the directory, so that a configuration can't give them to another one.
 *
 * @param node this node's number, 1 or more
 * @param data its own directory
 * @param members all members with their addresses, this node included; each number once
 * @param diskHeadroomMib what should be free on the disk, 1 or more; with less, only deletes and reads are admitted; 256 if it
 *     is left out
 * @param lease for how long a leader may answer reads by itself; no leases if it is left out
 * @param content where content is kept that is too large for the namespace
 */
public record NodeConfig(
        @JsonProperty(required = true) int node,
        @JsonProperty(required = true) Path data,
        @JsonProperty(required = true) List<Addresses> members,
        int diskHeadroomMib,
        @Nullable Lease lease,
        ContentSettings content) {
    private static final int HEADROOM_MIB = 256;

    /**
     * Where a member is reached.
     *
     * @param node its number
     * @param http by clients
     * @param peer by other members
     */
    public record Addresses(
            @JsonProperty(required = true) int node,
            @JsonProperty(required = true) Address http,
            @JsonProperty(required = true) Address peer) {
        /**
         * Checks that there is something.
         *
         * @throws IllegalArgumentException naming what is empty
         */
        public Addresses {
            http = present(http, "http");
            peer = present(peer, "peer");
        }
    }

    /**
     * What leases rest on. All three are required: whoever turns leases on vouches for the clocks of the machines.
     *
     * @param spanMillis how long a voter that acknowledged a leader lets nobody else be elected; at least 1
     * @param clockRateBound by what share the rates of two machines' monotonic clocks differ at most: 0.01 is one percent
     * @param marginMillis by which a lease is shorter than the clocks allow, and how long a suspend of the machine may go
     *     unnoticed; at least 1, and less than what drift leaves of the span
     */
    public record Lease(
            @JsonProperty(required = true) int spanMillis,
            @JsonProperty(required = true) double clockRateBound,
            @JsonProperty(required = true) int marginMillis) {
        private static final int SPAN_MILLIS_MAX = 10_000;

        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException with a sentence that names the offending value
         */
        public Lease {
            if (spanMillis < 1 || spanMillis > SPAN_MILLIS_MAX) {
                throw new IllegalArgumentException("spanMillis is 1 to " + SPAN_MILLIS_MAX + ", not " + spanMillis);
            }
            if (!(clockRateBound >= 0 && clockRateBound < 1)) {
                throw new IllegalArgumentException(
                        "clockRateBound is a share, 0 to less than 1, not " + clockRateBound);
            }
            if (marginMillis < 1 || marginMillis >= spanMillis * (1 - clockRateBound)) {
                throw new IllegalArgumentException("marginMillis is 1 or more and leaves something of the span, which "
                        + marginMillis + " does not");
            }
        }
    }

    /**
     * Checks what no single field shows.
     *
     * @throws IllegalArgumentException with a sentence that names the offending value
     */
    @JsonCreator
    public NodeConfig {
        if (diskHeadroomMib < 0) {
            throw new IllegalArgumentException("diskHeadroomMib is 1 or more, not " + diskHeadroomMib);
        }
        members = List.copyOf(present(members, "members"));
        data = present(data, "data").toAbsolutePath().normalize();
        requireDistinct(members);
        if (members.stream().noneMatch(member -> member.node() == node)) {
            throw new IllegalArgumentException("node " + node + " is not among the members");
        }
        Addresses own = find(members, node);
        requireLoopback(own.http());
        requireLoopback(own.peer());
    }

    /** With the usual headroom and content settings, and without leases. */
    public NodeConfig(int node, Path data, List<Addresses> members) {
        this(node, data, members, 0, null, ContentSettings.DEFAULT);
    }

    /** Octets that should be free on the disk. */
    public long diskHeadroomBytes() {
        return (long) (diskHeadroomMib == 0 ? HEADROOM_MIB : diskHeadroomMib) << 20;
    }

    /** The same node, directory and members with the other settings of another configuration. */
    public NodeConfig withSettingsOf(NodeConfig other) {
        return new NodeConfig(node, data, members, other.diskHeadroomMib, other.lease, other.content);
    }

    /** This node's own addresses. */
    public Addresses own() {
        return member(node);
    }

    /** The addresses of a member. */
    public Addresses member(int number) {
        return find(members, number);
    }

    // A key without a value is null to the reader of the file, and is there as far as "required" goes.
    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return value;
    }

    private static Addresses find(List<Addresses> members, int node) {
        return members.stream()
                .filter(member -> member.node() == node)
                .findFirst()
                .orElseThrow();
    }

    private static void requireDistinct(List<Addresses> members) {
        Set<Object> seen = new HashSet<>();
        for (Addresses member : members) {
            if (member.node() < 1) {
                throw new IllegalArgumentException("node numbers start at 1, not at " + member.node());
            }
            if (!seen.add(member.node())) {
                throw new IllegalArgumentException("node " + member.node() + " is there twice");
            }
            for (Address address : List.of(member.http(), member.peer())) {
                if (address.port() != 0 && !seen.add(address)) {
                    throw new IllegalArgumentException("address " + address + " is there twice");
                }
            }
        }
    }

    // Whoever reaches a node may do everything: there are no credentials yet.
    private static void requireLoopback(Address address) {
        if (!address.isLoopback()) {
            throw new IllegalArgumentException("without credentials a node binds the loopback interface only, not "
                    + address.host() + ": use 127.0.0.1 or ::1");
        }
    }
}
