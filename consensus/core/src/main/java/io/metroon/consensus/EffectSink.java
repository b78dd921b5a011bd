package io.metroon.consensus;

/** Takes effects in order. */
@FunctionalInterface
public interface EffectSink {
    /** Takes the next effect. */
    void accept(Effect effect);
}
