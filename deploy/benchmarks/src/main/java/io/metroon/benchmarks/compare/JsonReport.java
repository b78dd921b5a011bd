package io.metroon.benchmarks.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The figures for programs: every trial of every measure. */
final class JsonReport {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonReport() {}

    /** One object on one line. */
    static String of(Figures figures, Circumstances circumstances) {
        ObjectNode report = JSON.createObjectNode();
        report.put("command", circumstances.command()).put("at", circumstances.at());
        report.put("machine", circumstances.machine()).put("version", circumstances.version());
        ArrayNode rows = report.putArray("measures");
        figures.rows().forEach(row -> fill(rows.addObject(), row));
        ArrayNode lines = report.putArray("timeLines");
        figures.timeLines().forEach(line -> fill(lines.addObject(), line));
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void fill(ObjectNode json, Row row) {
        json.put("measure", row.measure().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("group", row.measure().group.title).put("title", row.measure().title);
        json.put("unit", row.measure().unit).put("moreIsBetter", row.measure().moreIsBetter);
        fill(json.putObject("paxos"), row.paxos());
        fill(json.putObject("raft"), row.raft());
        json.put("better", row.conclusion());
    }

    private static void fill(ObjectNode json, Samples samples) {
        json.put("median", samples.median());
        ArrayNode trials = json.putArray("trials");
        samples.values().forEach(trials::add);
    }

    private static void fill(ObjectNode json, TimeLine line) {
        json.put("title", line.title()).put("bucketMillis", TimeLine.BUCKET_MILLIS);
        ArrayNode paxos = json.putArray("paxos");
        line.paxos().forEach(paxos::add);
        ArrayNode raft = json.putArray("raft");
        line.raft().forEach(raft::add);
    }
}
