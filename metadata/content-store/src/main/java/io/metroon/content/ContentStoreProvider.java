package io.metroon.content;

import java.io.IOException;
import java.util.Map;

/** A kind of content store, found by {@link java.util.ServiceLoader}. */
public interface ContentStoreProvider {
    /** The setting by which a node tells whose chunks it keeps: the identity of its cluster. */
    String CLUSTER = "cluster";

    /** The name by which a configuration asks for it. */
    String name();

    /**
     * Opens the store; blocks.
     *
     * @param settings what the configuration says besides the name, and {@link #CLUSTER}
     * @throws IOException when it can't be reached
     * @throws IllegalArgumentException naming a setting that is missing or wrong
     */
    ContentStore open(Map<String, String> settings) throws IOException;
}
