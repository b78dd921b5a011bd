package io.metroon.consensus.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A configuration in octets, the same in a sealing entry, the log, the meta file and a snapshot's manifest: big-endian
 * numbers, texts as Java's modified UTF-8 with a 16-bit length. Whatever holds it carries the format version and the
 * checksum. What an epoch owes to the seal before it comes last, and is absent from a cluster's first epoch.
 */
public final class EpochConfigCodec {
    private static final int MEMBERS_MAX = 1_024;

    private EpochConfigCodec() {}

    /** The octets of a configuration. */
    public static byte[] encode(EpochConfig config) {
        Writer out = new Writer();
        out.number(config.epoch(), Long.BYTES);
        out.text(config.engine().name());
        out.number(config.phase1Quorum(), Integer.BYTES);
        out.number(config.phase2Quorum(), Integer.BYTES);
        out.number(config.members().size(), Integer.BYTES);
        for (Member member : config.members()) {
            out.number(member.node(), Integer.BYTES);
            out.number(member.store().high(), Long.BYTES);
            out.number(member.store().low(), Long.BYTES);
            out.text(member.role().name());
            out.number(member.priority(), Integer.BYTES);
            out.text(member.peerAddress());
            out.text(member.httpAddress());
        }
        if (config.startsAfter() != 0 || config.firstLeader() != 0) {
            out.number(config.firstLeader(), Integer.BYTES);
            out.number(config.startsAfter(), Long.BYTES);
        }
        return out.octets();
    }

    /**
     * The configuration in these octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static EpochConfig decode(byte[] octets) {
        Reader in = new Reader(octets);
        long epoch = in.number(Long.BYTES);
        EpochConfig.Engine engine = EpochConfig.Engine.valueOf(in.text());
        int phase1 = (int) in.number(Integer.BYTES);
        int phase2 = (int) in.number(Integer.BYTES);
        int count = (int) in.number(Integer.BYTES);
        if (count < 0 || count > MEMBERS_MAX) {
            throw new IllegalArgumentException("not an epoch configuration: " + count + " members");
        }
        List<Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(member(in));
        }
        EpochConfig config = new EpochConfig(epoch, engine, members, phase1, phase2);
        if (in.isAtEnd()) {
            return config;
        }
        return config.ledFirstBy((int) in.number(Integer.BYTES)).startingAfter(in.number(Long.BYTES));
    }

    private static Member member(Reader in) {
        int node = (int) in.number(Integer.BYTES);
        StoreId store = new StoreId(in.number(Long.BYTES), in.number(Long.BYTES));
        Member.Role role = Member.Role.valueOf(in.text());
        int priority = (int) in.number(Integer.BYTES);
        return new Member(node, store, role, priority, in.text(), in.text());
    }

    private static final class Writer {
        private byte[] octets = new byte[256];
        private int length;

        void number(long value, int width) {
            for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
                put((int) (value >>> shift));
            }
        }

        void text(String text) {
            int lengthAt = length;
            number(0, Short.BYTES);
            text.chars().forEach(this::character);
            int size = length - lengthAt - Short.BYTES;
            if (size > 0xffff) {
                throw new IllegalArgumentException("a text of " + size + " bytes is too long");
            }
            octets[lengthAt] = (byte) (size >>> 8);
            octets[lengthAt + 1] = (byte) size;
        }

        private void character(int unit) {
            if (unit > 0 && unit < 0x80) {
                put(unit);
            } else if (unit < 0x800) {
                put(0xc0 | (unit >>> 6));
                put(0x80 | (unit & 0x3f));
            } else {
                put(0xe0 | (unit >>> 12));
                put(0x80 | ((unit >>> 6) & 0x3f));
                put(0x80 | (unit & 0x3f));
            }
        }

        private void put(int octet) {
            if (length == octets.length) {
                octets = Arrays.copyOf(octets, 2 * length);
            }
            octets[length++] = (byte) octet;
        }

        byte[] octets() {
            return Arrays.copyOf(octets, length);
        }
    }

    private static final class Reader {
        private final byte[] octets;
        private int at;

        Reader(byte[] octets) {
            this.octets = octets;
        }

        boolean isAtEnd() {
            return at == octets.length;
        }

        long number(int width) {
            long value = 0;
            for (int i = 0; i < width; i++) {
                value = (value << 8) | octet();
            }
            return width == Integer.BYTES ? (int) value : value;
        }

        String text() {
            int end = (int) number(Short.BYTES) + at;
            StringBuilder text = new StringBuilder();
            while (at < end) {
                text.append(character());
            }
            return text.toString();
        }

        private char character() {
            int first = octet();
            if (first < 0x80) {
                return (char) first;
            }
            if (first < 0xe0) {
                return (char) (((first & 0x1f) << 6) | (octet() & 0x3f));
            }
            return (char) (((first & 0x0f) << 12) | ((octet() & 0x3f) << 6) | (octet() & 0x3f));
        }

        private int octet() {
            if (isAtEnd()) {
                throw new IllegalArgumentException("an epoch configuration is cut short");
            }
            return octets[at++] & 0xff;
        }
    }
}
