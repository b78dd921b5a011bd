package io.metroon.gateway.violations;

import io.metroon.gateway.violations.rest.NosyRoutes;

/** A shared class that knows a façade. */
public final class FacadeFan {
    Class<?> favourite() {
        return NosyRoutes.class;
    }
}
