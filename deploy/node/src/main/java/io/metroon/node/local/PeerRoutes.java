package io.metroon.node.local;

import io.metroon.node.config.Address;
import io.metroon.node.config.NodeConfig;
import java.util.List;

/** Where one node finds another: at its address, or through something in between, such as a network that can be cut. */
@FunctionalInterface
public interface PeerRoutes {
    /** At its address. */
    PeerRoutes DIRECT = (from, to, address) -> address;

    /**
     * Where {@code from} finds {@code to}, which is another node.
     *
     * @param address where {@code to} listens for peers
     */
    Address route(int from, int to, Address address);

    /** All members as one of them is to see them. */
    default List<NodeConfig.Addresses> seenBy(int node, List<NodeConfig.Addresses> members) {
        return members.stream()
                .map(member -> member.node() == node
                        ? member
                        : new NodeConfig.Addresses(
                                member.node(), member.http(), route(node, member.node(), member.peer())))
                .toList();
    }
}
