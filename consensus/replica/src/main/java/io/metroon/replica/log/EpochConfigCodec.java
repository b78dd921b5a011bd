package io.metroon.replica.log;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration in octets, the same in the log, the meta file and a snapshot's manifest: big-endian numbers, names as
 * Java's modified UTF-8 with a 16-bit length. Whatever holds it carries the format version and the checksum.
 */
public final class EpochConfigCodec {
    private static final int MEMBERS_MAX = 1_024;

    private EpochConfigCodec() {}

    /** The octets of a configuration. */
    public static byte[] encode(EpochConfig config) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            write(config, new DataOutputStream(octets));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refuses nothing but names too long", e);
        }
        return octets.toByteArray();
    }

    /**
     * The configuration in these octets.
     *
     * @throws IOException when they are none
     */
    public static EpochConfig decode(byte[] octets) throws IOException {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(octets)));
        } catch (IllegalArgumentException e) {
            throw new IOException("not an epoch configuration: " + e.getMessage(), e);
        }
    }

    private static void write(EpochConfig config, DataOutputStream out) throws IOException {
        out.writeLong(config.epoch());
        out.writeUTF(config.engine().name());
        out.writeInt(config.phase1Quorum());
        out.writeInt(config.phase2Quorum());
        out.writeInt(config.members().size());
        for (Member member : config.members()) {
            out.writeInt(member.node());
            out.writeLong(member.store().high());
            out.writeLong(member.store().low());
            out.writeUTF(member.role().name());
            out.writeInt(member.priority());
            out.writeUTF(member.peerAddress());
            out.writeUTF(member.httpAddress());
        }
    }

    private static EpochConfig read(DataInputStream in) throws IOException {
        long epoch = in.readLong();
        EpochConfig.Engine engine = EpochConfig.Engine.valueOf(in.readUTF());
        int phase1 = in.readInt();
        int phase2 = in.readInt();
        int count = in.readInt();
        if (count < 0 || count > MEMBERS_MAX) {
            throw new IOException("not an epoch configuration: " + count + " members");
        }
        List<Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(readMember(in));
        }
        return new EpochConfig(epoch, engine, members, phase1, phase2);
    }

    private static Member readMember(DataInputStream in) throws IOException {
        int node = in.readInt();
        StoreId store = new StoreId(in.readLong(), in.readLong());
        Member.Role role = Member.Role.valueOf(in.readUTF());
        int priority = in.readInt();
        return new Member(node, store, role, priority, in.readUTF(), in.readUTF());
    }
}
