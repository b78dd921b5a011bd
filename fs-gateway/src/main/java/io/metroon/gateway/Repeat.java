package io.metroon.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Runs an asynchronous step again and again, in constant stack and memory. Confined to one event loop. */
public final class Repeat {
    private final Supplier<Future<Boolean>> step;
    private final Promise<Void> done = Promise.promise();

    private Repeat(Supplier<Future<Boolean>> step) {
        this.step = step;
    }

    /** Runs a step until it answers false; fails as it fails. */
    public static Future<Void> whileTrue(Supplier<Future<Boolean>> step) {
        Repeat repeat = new Repeat(step);
        repeat.run();
        return repeat.done.future();
    }

    private void run() {
        boolean more = true;
        while (more) {
            Future<Boolean> result = attempt();
            if (!result.isComplete()) {
                result.onComplete(later -> {
                    if (goesOn(result)) {
                        run();
                    }
                });
                return;
            }
            more = goesOn(result);
        }
    }

    private Future<Boolean> attempt() {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private boolean goesOn(Future<Boolean> result) {
        if (result.failed()) {
            done.fail(result.cause());
        } else if (!result.result()) {
            done.complete();
        }
        return result.succeeded() && result.result();
    }
}
