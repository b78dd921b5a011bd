package io.metroon.node.command;

import java.util.List;
import java.util.Map;

/**
 * A result that is a list of sentences.
 *
 * @param member its name in JSON
 * @param lines the sentences
 */
record LinesReport(String member, List<String> lines) implements Report {
    @Override
    public Map<String, Object> json() {
        return Map.of(member, lines);
    }
}
