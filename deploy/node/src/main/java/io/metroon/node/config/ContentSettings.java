package io.metroon.node.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a node keeps content that is too large for the namespace, and how it tends it. Nodes need not agree on the times.
 *
 * @param store name of the content store; {@code embedded} is the directory of each node
 * @param settings what the store is told besides
 * @param fileBytesMax largest file, octets
 * @param chunkLifeMillis how long, in log time, a chunk is at least kept before it has to be in a file or a staged upload
 * @param lingerMillis how long, in log time, content that was replaced or deleted can still be read to its end
 * @param sweepMillis from one comparison of what is kept with what is held to the next
 * @param scrubBytesPerSecond how fast chunks are read back to find damage; 0 for never
 */
@JsonDeserialize(using = ContentSettings.Reader.class)
public record ContentSettings(
        String store,
        Map<String, String> settings,
        long fileBytesMax,
        long chunkLifeMillis,
        long lingerMillis,
        long sweepMillis,
        long scrubBytesPerSecond) {
    /** The store that needs nothing but the nodes. */
    public static final String EMBEDDED = "embedded";

    /** 1 TiB, an hour, 10 minutes, a minute, 8 MiB a second. */
    public static final ContentSettings DEFAULT =
            new ContentSettings(EMBEDDED, Map.of(), 1L << 40, 3_600_000, 600_000, 60_000, 8 << 20);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with a sentence that names the offending value
     */
    public ContentSettings {
        settings = Map.copyOf(settings);
        requireWithin("fileBytesMax", fileBytesMax, 1, 1L << 53);
        requireWithin("chunkLifeMillis", chunkLifeMillis, 1_000, 86_400_000);
        requireWithin("lingerMillis", lingerMillis, 0, 30 * 86_400_000L);
        requireWithin("sweepMillis", sweepMillis, 100, 86_400_000);
        requireWithin("scrubBytesPerSecond", scrubBytesPerSecond, 0, 1L << 40);
    }

    private static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("content." + name + " is " + least + " to " + most + ", not " + value);
        }
    }

    /** Reads the section, in which everything has a default, and so has the section. */
    static final class Reader extends StdDeserializer<ContentSettings> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(ContentSettings.class);
        }

        @Override
        public ContentSettings getNullValue(DeserializationContext context) {
            return DEFAULT;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return DEFAULT;
        }

        @Override
        public ContentSettings deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(parser);
            Map<String, JsonNode> values = new TreeMap<>();
            tree.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
            ContentSettings read = read(values, context);
            if (!values.isEmpty()) {
                context.handleUnknownProperty(
                        parser,
                        this,
                        ContentSettings.class,
                        values.keySet().iterator().next());
            }
            return read;
        }

        private static ContentSettings read(Map<String, JsonNode> values, DeserializationContext context)
                throws IOException {
            JsonNode store = values.remove("store");
            Map<String, String> settings = new TreeMap<>();
            JsonNode given = values.remove("settings");
            if (given != null) {
                given.properties()
                        .forEach(field ->
                                settings.put(field.getKey(), field.getValue().asText()));
            }
            return new ContentSettings(
                    store == null ? EMBEDDED : store.asText(),
                    settings,
                    number(values, "fileBytesMax", DEFAULT.fileBytesMax, context),
                    number(values, "chunkLifeMillis", DEFAULT.chunkLifeMillis, context),
                    number(values, "lingerMillis", DEFAULT.lingerMillis, context),
                    number(values, "sweepMillis", DEFAULT.sweepMillis, context),
                    number(values, "scrubBytesPerSecond", DEFAULT.scrubBytesPerSecond, context));
        }

        private static long number(
                Map<String, JsonNode> values, String name, long byDefault, DeserializationContext context)
                throws IOException {
            JsonNode value = values.remove(name);
            if (value == null) {
                return byDefault;
            }
            if (!value.canConvertToLong() || !value.isIntegralNumber()) {
                throw context.instantiationException(
                        ContentSettings.class, new IllegalArgumentException("content." + name + " is a number"));
            }
            return value.asLong();
        }
    }
}
