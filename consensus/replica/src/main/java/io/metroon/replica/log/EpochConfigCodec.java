package io.metroon.replica.log;

import io.metroon.consensus.epoch.EpochConfig;
import java.io.IOException;

/** A configuration in octets, as in {@link io.metroon.consensus.epoch.EpochConfigCodec}, with a file's kind of failure. */
public final class EpochConfigCodec {
    private EpochConfigCodec() {}

    /** The octets of a configuration. */
    public static byte[] encode(EpochConfig config) {
        return io.metroon.consensus.epoch.EpochConfigCodec.encode(config);
    }

    /**
     * The configuration in these octets.
     *
     * @throws IOException when they are none
     */
    public static EpochConfig decode(byte[] octets) throws IOException {
        try {
            return io.metroon.consensus.epoch.EpochConfigCodec.decode(octets);
        } catch (IllegalArgumentException e) {
            throw new IOException("not an epoch configuration: " + e.getMessage(), e);
        }
    }
}
