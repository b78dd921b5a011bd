package io.metroon.replica.snapshot;

/** What nodes say to each other to move a snapshot: pulled, chunk by chunk. Best effort, like every message. */
public sealed interface SnapshotMessage {

    /**
     * What does your snapshot consist of?
     *
     * @param slot of the snapshot wanted; a newer one may be answered
     */
    record ManifestRequest(long slot) implements SnapshotMessage {}

    /**
     * The manifest.
     *
     * @param slot asked for
     * @param encoded the manifest's file, octet for octet; empty when the sender has no snapshot at or above the slot
     */
    record ManifestReply(long slot, byte[] encoded) implements SnapshotMessage {}

    /**
     * Give me a chunk.
     *
     * @param slot of the snapshot
     * @param chunk its number, from 0
     */
    record ChunkRequest(long slot, int chunk) implements SnapshotMessage {}

    /**
     * A chunk.
     *
     * @param slot of the snapshot
     * @param chunk its number
     * @param octets of the chunk; empty when the sender no longer has it, or what it has is damaged
     */
    record ChunkReply(long slot, int chunk, byte[] octets) implements SnapshotMessage {}
}
