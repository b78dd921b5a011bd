package io.metroon.replica.transport;

import io.metroon.replica.log.NodeIdentity;

/**
 * The first frame of a connection, in each direction.
 *
 * @param sender who speaks
 * @param epoch the newest that it knows
 * @param to the node that is meant
 * @param refusal in an answer: empty when the connection is welcome, otherwise why it is not, for the operator
 */
record Hello(NodeIdentity sender, long epoch, int to, String refusal) {}
