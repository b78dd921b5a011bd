package io.metroon.gateway.violations;

import io.metroon.namespace.MemoryNamespaceStore;

/** Looks behind the service. */
public final class StoreKnower {
    Class<?> store() {
        return MemoryNamespaceStore.class;
    }
}
