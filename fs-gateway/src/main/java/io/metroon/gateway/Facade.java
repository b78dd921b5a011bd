package io.metroon.gateway;

import java.time.Duration;
import java.util.List;

/** One dialect in which the namespace is served over HTTP: a set of resources that knows no other façade. */
public interface Facade {
    /** The resources it serves, in the order in which their paths are tried. */
    List<Resource> resources();

    /**
     * How long a request waits for the service unless it says otherwise.
     *
     * @param byDefault what the gateway's bounds say
     */
    default Duration patience(Duration byDefault) {
        return byDefault;
    }

    /** How it tells an error. */
    default Response error(Problem problem) {
        return ProblemJson.response(problem);
    }
}
