package io.metroon.replica.transport;

import io.metroon.replica.log.NodeIdentity;

/**
 * The first frame of a connection, in each direction.
 *
 * @param sender who speaks
 * @param to the node that is meant
 * @param refusal in an answer: empty when the connection is welcome, otherwise why it is not, for the operator
 */
record Hello(NodeIdentity sender, int to, String refusal) {}
