package io.metroon.gateway.violations;

/** Knows a status that only the mapping of errors may know. */
public final class StatusKnower {
    int status() {
        return 404;
    }
}
