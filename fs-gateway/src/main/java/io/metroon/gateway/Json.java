package io.metroon.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Name;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writing JSON as a stream of tokens, and names in it: text where they are UTF-8, else their {@code …Bytes} twin. */
public final class Json {
    /** Its media type. */
    public static final String MEDIA_TYPE = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int TYPICAL_BYTES = 1_024;

    private Json() {}

    /** Writes one piece of a document. */
    @FunctionalInterface
    public interface Piece {
        /** Writes it. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The octets of a document. */
    public static Buffer document(Piece piece) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(octets)) {
            piece.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return Buffer.buffer(octets.toByteArray());
    }

    /** Writes a path as {@code member}, or percent-encoded as {@code memberBytes}. */
    public static void writePath(JsonGenerator json, String member, FilePath path) throws IOException {
        if (path.isRoot()) {
            json.writeStringField(member, "/");
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Name name : path.names()) {
            String utf8 = utf8(name.toBytes());
            if (utf8 == null) {
                json.writeStringField(member + "Bytes", PercentCoding.encode(path));
                return;
            }
            text.append('/').append(utf8);
        }
        json.writeStringField(member, text.toString());
    }

    /** Writes octets that usually are text as {@code member}, or percent-encoded as {@code memberBytes}. */
    public static void writeOctets(JsonGenerator json, String member, byte[] octets) throws IOException {
        String utf8 = utf8(octets);
        if (utf8 == null) {
            json.writeStringField(member + "Bytes", PercentCoding.encode(octets));
        } else {
            json.writeStringField(member, utf8);
        }
    }

    private static @Nullable String utf8(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return decoded(octets);
            }
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static @Nullable String decoded(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
