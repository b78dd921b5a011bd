package io.metroon.replica.transport;

import java.util.concurrent.atomic.LongAdder;

/** Counts {@link PeerTraffic}. Thread-safe. */
final class TrafficCounters {
    final LongAdder framesSent = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder framesReceived = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder framesDropped = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder refusals = new LongAdder();

    void received(byte[] frame) {
        framesReceived.increment();
        bytesReceived.add(frame.length + FrameAssembler.LENGTH_BYTES);
    }

    PeerTraffic traffic() {
        return new PeerTraffic(
                framesSent.sum(),
                bytesSent.sum(),
                framesReceived.sum(),
                bytesReceived.sum(),
                framesDropped.sum(),
                connects.sum(),
                refusals.sum());
    }
}
