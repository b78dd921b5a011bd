package io.metroon.replica.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
    private final List<byte[]> frames = new ArrayList<>();
    private final FrameAssembler assembler = new FrameAssembler(frames::add);

    @Test
    void framesInAnyPieces_comeOutWhole() {
        Random random = new Random(1);
        List<byte[]> sent = new ArrayList<>();
        Buffer stream = Buffer.buffer();
        for (int i = 0; i < 200; i++) {
            byte[] frame = new byte[8 + random.nextInt(700)];
            Arrays.fill(frame, (byte) i);
            sent.add(frame);
            stream.appendInt(frame.length).appendBytes(frame);
        }
        int at = 0;
        while (at < stream.length()) {
            int piece = Math.min(stream.length() - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 2_000));
            assertThat(assembler.take(stream.getBuffer(at, at + piece))).isTrue();
            at += piece;
        }
        assertThat(frames).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(frames.get(i)).isEqualTo(sent.get(i));
        }
    }

    @Test
    void lengthBeyondTheBound_isRefused() {
        assertThat(assembler.take(Buffer.buffer().appendInt(FrameAssembler.FRAME_BYTES_MAX + 1)))
                .isFalse();
    }

    @Test
    void negativeLength_isRefused() {
        assertThat(assembler.take(Buffer.buffer().appendInt(-5))).isFalse();
    }

    @Test
    void lengthTooShortForAHeader_isRefused() {
        assertThat(assembler.take(Buffer.buffer().appendInt(0))).isFalse();
    }
}
