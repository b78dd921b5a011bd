package io.metroon.node.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.node.local.RefusedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Where a command speaks: results on standard output, as text or as one JSON object; everything else on standard error.
 *
 * @param out for results
 * @param err for progress and failures
 * @param json whether a program reads
 */
record Output(PrintWriter out, PrintWriter err, boolean json) {
    void result(Report report) {
        if (json) {
            out.println(write(report.json()));
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
    }

    void progress(String line) {
        err.println(line);
        err.flush();
    }

    void failure(RefusedException failure) {
        String message = String.valueOf(failure.getMessage());
        if (json) {
            err.println(write(Map.of("code", failure.code(), "detail", message)));
        } else {
            err.println("metroon: " + message + " (" + failure.code() + ")");
        }
        err.flush();
    }

    private static String write(Map<String, Object> tree) {
        try {
            return new JsonMapper().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
