package io.metroon.node;

/** Told once when a node has to stop: its disk failed it, or an invariant broke. Called on any thread. */
@FunctionalInterface
public interface NodeFailure {
    /**
     * The node serves no more and writes nothing more; what is to become of the process is the caller's choice.
     *
     * @param reason for the operator
     */
    void onFailure(String reason, Throwable cause);
}
