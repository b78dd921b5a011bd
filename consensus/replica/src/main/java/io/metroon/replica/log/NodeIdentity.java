package io.metroon.replica.log;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;

/**
 * Whom a data directory may act for.
 *
 * @param cluster fixed when the cluster was founded
 * @param node its number, never used again
 * @param store drawn when the directory was formatted
 */
public record NodeIdentity(ClusterId cluster, int node, StoreId store) {}
