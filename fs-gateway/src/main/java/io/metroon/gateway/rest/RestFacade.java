package io.metroon.gateway.rest;

import io.metroon.gateway.BackupSource;
import io.metroon.gateway.ClusterControl;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.Facade;
import io.metroon.gateway.Resource;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The REST façade, as {@code docs/openapi.yaml} describes it. */
public final class RestFacade implements Facade {
    private final List<Resource> resources = new ArrayList<>();

    /**
     * A façade over these.
     *
     * @param version of the product
     * @param cluster what {@code /v1/cluster} shows
     * @param control where changes of the cluster go
     * @param backups where {@code /v1/backup} comes from
     * @param registry what {@code /metrics} shows
     * @param draining whether the gateway is going down, and so is not ready
     */
    public RestFacade(
            String version,
            ClusterView cluster,
            ClusterControl control,
            BackupSource backups,
            PrometheusMeterRegistry registry,
            BooleanSupplier draining) {
        resources.add(new FileRoutes().resource());
        resources.add(new ContentRoutes().resource());
        resources.add(new RenameRoute().resource());
        resources.add(new BatchRoutes().resource());
        resources.add(new LockRoutes().resource());
        resources.addAll(new ClusterRoutes(version, cluster).resources());
        resources.addAll(new ClusterChangeRoutes(control).resources());
        resources.add(new BackupRoute(backups).resource());
        resources.addAll(new HealthRoutes(registry, draining).resources());
    }

    @Override
    public List<Resource> resources() {
        return List.copyOf(resources);
    }
}
