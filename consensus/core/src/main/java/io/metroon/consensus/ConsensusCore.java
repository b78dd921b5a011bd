package io.metroon.consensus;

/**
 * Agreement as a step function. Single-threaded. The same inputs and the same seed give the same effects, always.
 *
 * <p>The duties of the caller are those of {@link Effect}: append in order, report durability only after a sync, gate
 * sends, lose nothing but sends.
 */
public interface ConsensusCore {
    /** Takes one input and emits its effects in order. Never blocks, never throws for what a peer says. */
    void step(Input input, EffectSink out);

    /** How things stand; a snapshot of values for status pages and tests. */
    CoreView view();
}
