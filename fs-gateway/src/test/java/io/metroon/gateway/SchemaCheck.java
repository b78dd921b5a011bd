package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks JSON against the part of JSON Schema that {@code docs/openapi.yaml} uses, and more strictly than a client
 * would: a member that the schema does not know fails.
 */
final class SchemaCheck {
    private final JsonNode document;

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    void check(JsonNode value, JsonNode schema) {
        if (schema.has("oneOf")) {
            long matches = 0;
            for (JsonNode choice : schema.path("oneOf")) {
                matches += holds(value, choice) ? 1 : 0;
            }
            assertThat(matches).as("choices that %s matches", value).isEqualTo(1);
            return;
        }
        Set<String> known = new HashSet<>();
        collect(value, schema, known);
        if (value.isObject() && !known.contains("*")) {
            value.fieldNames().forEachRemaining(name -> assertThat(known).contains(name));
        }
    }

    private boolean holds(JsonNode value, JsonNode schema) {
        try {
            check(value, schema);
            return true;
        } catch (AssertionError mismatch) {
            return false;
        }
    }

    private void collect(JsonNode value, JsonNode schema, Set<String> known) {
        if (schema.has("$ref")) {
            collect(value, document.at(schema.path("$ref").asText().substring(1)), known);
            return;
        }
        schema.path("allOf").forEach(part -> collect(value, part, known));
        checkType(value, schema);
        checkValue(value, schema);
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.asText()))
                        .as("%s of %s", name, value)
                        .isTrue());
        schema.path("properties").properties().forEach(property -> {
            known.add(property.getKey());
            if (value.has(property.getKey())) {
                check(value.path(property.getKey()), property.getValue());
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            known.add("*");
            value.forEach(member -> check(member, schema.path("additionalProperties")));
        }
        if (schema.has("items")) {
            value.forEach(item -> check(item, schema.path("items")));
        }
    }

    private static void checkType(JsonNode value, JsonNode schema) {
        JsonNode types = schema.path("type");
        if (types.isMissingNode()) {
            return;
        }
        boolean any = types.isTextual() && isOf(value, types.asText());
        for (JsonNode type : types) {
            any |= isOf(value, type.asText());
        }
        assertThat(any).as("%s is of type %s", value, types).isTrue();
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("unknown type " + type);
        };
    }

    private static void checkValue(JsonNode value, JsonNode schema) {
        if (schema.has("pattern")) {
            assertThat(value.asText()).containsPattern(schema.path("pattern").asText());
        }
        if (schema.has("const")) {
            assertThat(value).isEqualTo(schema.path("const"));
        }
        if (schema.has("enum")) {
            assertThat(schema.path("enum")).contains(value);
        }
    }
}
