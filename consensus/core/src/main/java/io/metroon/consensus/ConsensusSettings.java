package io.metroon.consensus;

/**
 * Bounds and spans of a core. A tick is whatever span the shell says it is, 10 ms in production.
 *
 * @param heartbeatTicks between heartbeats
 * @param electionTimeoutTicks silence of a leader after which a node may stand; the wait is drawn between one and two of it
 * @param windowSlots slots in flight above the chosen prefix: W
 * @param windowBytes octets in flight above the chosen prefix
 * @param queueBytes octets of proposals waiting for the window; beyond it they are refused
 * @param applyBacklogSlots chosen but not applied; beyond it proposals are refused
 * @param messageBytes largest sum of payloads in one message, though never less than one entry
 * @param cacheBytes chosen entries kept in memory for peers that lag
 * @param reads what reads may rest on
 */
public record ConsensusSettings(
        int heartbeatTicks,
        int electionTimeoutTicks,
        int windowSlots,
        int windowBytes,
        int queueBytes,
        int applyBacklogSlots,
        int messageBytes,
        int cacheBytes,
        ReadSettings reads) {
    /** For a tick of 10 ms: heartbeats every 50 ms, an election after 0.5 to 1 s of silence. */
    public static final ConsensusSettings DEFAULT = new ConsensusSettings(
                    5, 50, 1_024, 8 << 20, 16 << 20, 16_384, 1 << 20, 16 << 20)
            .withReads(ReadSettings.DEFAULT);

    /** Of a core whose reads rest on rounds of the leader alone. */
    public ConsensusSettings(
            int heartbeatTicks,
            int electionTimeoutTicks,
            int windowSlots,
            int windowBytes,
            int queueBytes,
            int applyBacklogSlots,
            int messageBytes,
            int cacheBytes) {
        this(
                heartbeatTicks,
                electionTimeoutTicks,
                windowSlots,
                windowBytes,
                queueBytes,
                applyBacklogSlots,
                messageBytes,
                cacheBytes,
                ReadSettings.NONE);
    }

    /** The same with other reads. */
    public ConsensusSettings withReads(ReadSettings other) {
        return new ConsensusSettings(
                heartbeatTicks,
                electionTimeoutTicks,
                windowSlots,
                windowBytes,
                queueBytes,
                applyBacklogSlots,
                messageBytes,
                cacheBytes,
                other);
    }
}
