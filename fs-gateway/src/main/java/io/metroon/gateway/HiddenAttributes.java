package io.metroon.gateway;

/**
 * Extended attributes that a façade keeps for itself. They are stored with the entry like any other, and neither shown nor
 * taken by façades that show attributes.
 */
public final class HiddenAttributes {
    /** How their names begin. */
    public static final String PREFIX = "metroon.";

    private HiddenAttributes() {}

    /** Whether an attribute with this name is one of them. */
    public static boolean has(String name) {
        return name.startsWith(PREFIX);
    }
}
