package io.metroon.cluster;

import java.util.List;

/** Something that a client asks of the namespace, which a model of the tree can answer too. */
interface Request {
    /** The method of the HTTP request. */
    String method();

    /** Its path and query. */
    String target();

    /** Its body, empty for none. */
    default String body() {
        return "";
    }

    /** The paths that it names: what it comes to depends on them, what is above them and what is below them, and on no other. */
    List<String> paths();

    /** What the model answers; a change changes it. */
    Result on(Model model);

    /**
     * An answer.
     *
     * @param status its number
     * @param names in a listing, sorted; else empty
     */
    record Result(int status, List<String> names) {
        static Result of(int status) {
            return new Result(status, List.of());
        }
    }
}
