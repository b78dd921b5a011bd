package io.metroon.replica.condition;

/** How much room a node's disk has, from best to worst. */
public enum DiskRoom {
    /** At least the headroom that its settings ask for. */
    AMPLE(0),
    /** Less than that: only what frees space is still admitted. */
    LOW(1),
    /** The log has little left of the last segment that it could get: what is left is for elections. */
    FULL(2);

    private final int code;

    DiskRoom(int code) {
        this.code = code;
    }

    /** Its number on the wire and in metrics, which never changes. */
    public int code() {
        return code;
    }

    /**
     * The room with this number.
     *
     * @throws IllegalArgumentException naming the number, if there is none
     */
    public static DiskRoom ofCode(int code) {
        for (DiskRoom room : values()) {
            if (room.code == code) {
                return room;
            }
        }
        throw new IllegalArgumentException("unknown room of a disk " + code);
    }
}
