package io.metroon.replica.transport;

/**
 * What went over the peer connections of a node since it started.
 *
 * @param framesSent handed to the operating system
 * @param bytesSent the same in octets, lengths included
 * @param framesReceived whole frames that arrived
 * @param bytesReceived the same in octets
 * @param framesDropped not sent, because a queue was full or a peer not connected
 * @param connects outgoing connections made
 * @param refusals connections refused, by either side
 */
public record PeerTraffic(
        long framesSent,
        long bytesSent,
        long framesReceived,
        long bytesReceived,
        long framesDropped,
        long connects,
        long refusals) {}
