package io.metroon.node.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads and writes {@link NodeConfig} as YAML. Strict: an unknown key, a key given twice, a missing one and a value of
 * another type are refused, because a setting that silently does nothing is worse than none.
 */
public final class NodeConfigFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private NodeConfigFile() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException naming file, line and reason when it is not a usable configuration
     * @throws IOException when it can't be read
     */
    public static NodeConfig read(Path file) throws ConfigException, IOException {
        String text = "";
        try {
            text = Files.readString(file);
            NodeConfig config = YAML.readValue(text, NodeConfig.class);
            if (config == null) {
                throw ConfigException.at(file, 0, "it is empty", new IllegalArgumentException());
            }
            return config;
        } catch (NoSuchFileException e) {
            throw ConfigException.at(file, 0, "there is no such file", e);
        } catch (JsonProcessingException e) {
            throw ConfigException.at(file, lineOf(e, text), reason(e), e);
        }
    }

    /** Writes a configuration; reading it back gives an equal one. */
    public static void write(Path file, NodeConfig config) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", config.node());
        tree.put("data", config.data().toString());
        tree.put("members", config.members().stream().map(NodeConfigFile::tree).toList());
        if (config.diskHeadroomMib() != 0) {
            tree.put("diskHeadroomMib", config.diskHeadroomMib());
        }
        if (config.lease() != null) {
            tree.put("lease", tree(config.lease()));
        }
        if (!config.content().equals(ContentSettings.DEFAULT)) {
            tree.put("content", tree(config.content()));
        }
        Files.writeString(file, YAML.writeValueAsString(tree));
    }

    private static Map<String, Object> tree(ContentSettings content) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("store", content.store());
        tree.put("settings", content.settings());
        tree.put("fileBytesMax", content.fileBytesMax());
        tree.put("chunkLifeMillis", content.chunkLifeMillis());
        tree.put("lingerMillis", content.lingerMillis());
        tree.put("sweepMillis", content.sweepMillis());
        tree.put("scrubBytesPerSecond", content.scrubBytesPerSecond());
        return tree;
    }

    private static Map<String, Object> tree(NodeConfig.Addresses member) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", member.node());
        tree.put("http", member.http().toString());
        tree.put("peer", member.peer().toString());
        return tree;
    }

    private static Map<String, Object> tree(NodeConfig.Lease lease) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("spanMillis", lease.spanMillis());
        tree.put("clockRateBound", lease.clockRateBound());
        tree.put("marginMillis", lease.marginMillis());
        return tree;
    }

    private static int lineOf(JsonProcessingException e, String text) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return lineOfKey(unknown.getPropertyName(), text);
        }
        JsonLocation location = e.getLocation();
        return location == null ? 0 : location.getLineNr();
    }

    // Jackson meets an unknown key of a record only when it has read all others, and then names the record's end.
    private static int lineOfKey(String key, String text) {
        Pattern form = Pattern.compile("(^|[\\s{,-])[\"']?" + Pattern.quote(key) + "[\"']?\\s*:");
        List<String> lines = text.lines().toList();
        return IntStream.range(0, lines.size())
                        .filter(line -> form.matcher(lines.get(line)).find())
                        .findFirst()
                        .orElse(-1)
                + 1;
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "unknown key \"" + unknown.getPropertyName() + "\"; known here: " + known;
        }
        String where = e instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        // Jackson appends its own idea of the place to its first line.
        String message = e.getCause() instanceof IllegalArgumentException cause
                ? String.valueOf(cause.getMessage())
                : e.getOriginalMessage().lines().findFirst().orElse("it can't be read");
        return where.isEmpty() ? message : where + ": " + message;
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex() + 1).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
