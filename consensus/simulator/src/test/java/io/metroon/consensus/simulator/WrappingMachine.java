package io.metroon.consensus.simulator;

import io.metroon.replica.StateMachine;
import java.io.IOException;
import java.io.InputStream;

/** A state machine that passes everything on, for mutants to override a part of. */
class WrappingMachine<R> implements StateMachine<R> {
    private final StateMachine<R> inner;

    WrappingMachine(StateMachine<R> inner) {
        this.inner = inner;
    }

    @Override
    public R apply(long slot, long stampMillis, byte[] command) {
        return inner.apply(slot, stampMillis, command);
    }

    @Override
    public void skip(long slot, long stampMillis) {
        inner.skip(slot, stampMillis);
    }

    @Override
    public long appliedSlot() {
        return inner.appliedSlot();
    }

    @Override
    public Frozen freeze() {
        return inner.freeze();
    }

    @Override
    public void load(InputStream snapshot) throws IOException {
        inner.load(snapshot);
    }
}
