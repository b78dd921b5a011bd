package io.metroon.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What came back over the wire; header names in lower case. */
record Answer(int status, Version version, Map<String, List<String>> headers, byte[] octets) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** The first value of a header, empty when it is not there. */
    String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    JsonNode json() {
        try {
            return MAPPER.readTree(octets);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text(), e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The code of the problem it tells, with its status, as {@code 404 ENOENT}. */
    String problem() {
        return status + " " + json().path("code").asText();
    }
}
