package io.metroon.replica.transport;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;

/**
 * The first frame on a connection, in both directions.
 *
 * @param cluster of the sender
 * @param node of the sender
 * @param store of the sender
 * @param refusal empty when the connection is welcome; otherwise why it is not, for the operator
 */
record Hello(ClusterId cluster, int node, StoreId store, String refusal) {}
