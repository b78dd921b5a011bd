package io.metroon.gateway.violations.webdav;

/** What a façade keeps to itself. */
public final class Locks {
    /** How many. */
    public int count() {
        return 0;
    }
}
