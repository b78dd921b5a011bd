package io.metroon.namespace;

class MemoryNamespaceStoreTest extends NamespaceStoreContract {
    @Override
    protected NamespaceStore create() {
        return new MemoryNamespaceStore();
    }
}
