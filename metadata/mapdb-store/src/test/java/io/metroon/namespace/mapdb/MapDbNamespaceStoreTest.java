package io.metroon.namespace.mapdb;

import io.metroon.namespace.NamespaceStore;
import io.metroon.namespace.NamespaceStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MapDbNamespaceStoreTest extends NamespaceStoreContract {
    @TempDir
    Path directory;

    @Override
    protected NamespaceStore create() {
        return MapDbNamespaceStore.open(directory).store();
    }
}
