package io.metroon.gateway.violations.rest;

import io.metroon.gateway.violations.webdav.Locks;

/** Looks into another façade. */
public final class NosyRoutes {
    int locks(Locks locks) {
        return locks.count();
    }
}
