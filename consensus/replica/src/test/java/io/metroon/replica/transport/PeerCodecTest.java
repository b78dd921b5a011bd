package io.metroon.replica.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.consensus.Message;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.snapshot.SnapshotMessage;
import io.metroon.replica.transport.BadFrameException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeerCodecTest {
    @Test
    void everyMessage_comesBackAsItWas() throws BadFrameException {
        for (Envelope envelope : Messages.envelopes()) {
            Envelope back = PeerCodec.decode(PeerCodec.encode(envelope));
            assertThat(back).usingRecursiveComparison().isEqualTo(envelope);
        }
    }

    @Test
    void everyKindOfMessage_isAmongThoseTried() {
        assertThat(Messages.consensus().stream().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(kinds(Message.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> message) {
        return message.isRecord()
                ? Stream.of(message)
                : Stream.of(message.getPermittedSubclasses())
                        .flatMap(PeerCodecTest::kinds)
                        .distinct();
    }

    @Test
    void condition_comesBackAsItWas() throws BadFrameException {
        Envelope envelope = Messages.condition();
        assertThat(PeerCodec.decode(PeerCodec.encode(envelope))).isEqualTo(envelope);
    }

    @Test
    void everySnapshotMessage_comesBackAsItWas() throws BadFrameException {
        byte[] octets = {1, 2, 3};
        assertThat(snapshotOf(new SnapshotMessage.ManifestRequest(5)))
                .isEqualTo(new SnapshotMessage.ManifestRequest(5));
        assertThat(snapshotOf(new SnapshotMessage.ChunkRequest(5, 6)))
                .isEqualTo(new SnapshotMessage.ChunkRequest(5, 6));
        assertThat(((SnapshotMessage.ManifestReply) snapshotOf(new SnapshotMessage.ManifestReply(5, octets))).encoded())
                .isEqualTo(octets);
        assertThat(((SnapshotMessage.ChunkReply) snapshotOf(new SnapshotMessage.ChunkReply(5, 6, octets))).octets())
                .isEqualTo(octets);
    }

    private static SnapshotMessage snapshotOf(SnapshotMessage message) throws BadFrameException {
        Envelope back = PeerCodec.decode(PeerCodec.encode(Messages.envelope(message)));
        return ((Envelope.Body.Snapshot) back.body()).message();
    }

    @Test
    void anyBitFlipped_isSeen() {
        for (Envelope envelope : Messages.envelopes()) {
            byte[] frame = PeerCodec.encode(envelope);
            for (int bit = 0; bit < frame.length * 8; bit++) {
                byte[] damaged = frame.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertRefused(damaged, Reason.CHECKSUM);
            }
        }
    }

    @Test
    void anyCutFrame_isSeen() {
        byte[] frame = PeerCodec.encode(Messages.envelopes().get(0));
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> PeerCodec.decode(cut)).isInstanceOf(BadFrameException.class);
        }
    }

    @Test
    void unknownFormat_isRefusedByName() {
        byte[] frame = PeerCodec.encode(Messages.envelopes().get(0));
        frame[4] = 9;
        seal(frame);
        assertThatThrownBy(() -> PeerCodec.decode(frame))
                .hasMessageContaining("format 9")
                .hasMessageContaining("format 1");
        assertRefused(frame, Reason.FORMAT);
    }

    @Test
    void rightChecksumAndNoEnvelope_isMalformed() {
        byte[] frame = {0, 0, 0, 0, 1, 0x0a, 0x7f};
        seal(frame);
        assertRefused(frame, Reason.MALFORMED);
        byte[] empty = {0, 0, 0, 0, 1};
        seal(empty);
        assertRefused(empty, Reason.MALFORMED);
    }

    @Test
    void hello_comesBackAsItWas() throws BadFrameException {
        Hello hello = new Hello(new NodeIdentity(new ClusterId(1, -2), 3, new StoreId(-4, 5)), 7, 6, "go away");
        assertThat(PeerCodec.decodeHello(PeerCodec.encodeHello(hello))).isEqualTo(hello);
    }

    private static void seal(byte[] frame) {
        ByteBuffer.wrap(frame).putInt(Checksum.crc32c(frame, 4, frame.length - 4));
    }

    private static void assertRefused(byte[] frame, Reason reason) {
        assertThatThrownBy(() -> PeerCodec.decode(frame))
                .isInstanceOfSatisfying(
                        BadFrameException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
