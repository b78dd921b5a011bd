package io.metroon.node;

import io.metroon.gateway.BackupSource;
import io.metroon.namespace.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Online backups. */
final class NamespaceBackups implements BackupSource {
    @Override
    public CompletionStage<Backup> open() {
        return CompletableFuture.failedFuture(new ServiceException(
                ServiceException.Kind.UNAVAILABLE, "backups come with the next step of this build"));
    }
}
