package io.metroon.node.command;

import io.metroon.node.local.Doctor;
import io.metroon.node.local.Finding;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon doctor}. */
@Command(
        name = "doctor",
        description = "Examine this machine and a local cluster. Exit code 1 if something doesn't work.")
public final class DoctorCommand extends LocalCommand {
    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is (default: ~/.metroon/default).")
    private @Nullable Path data;

    @Override
    void run(Output out) throws IOException, RefusedException {
        List<Finding> findings = Doctor.examine(directory(data));
        out.result(new Findings(findings));
        if (findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD)) {
            throw RefusedException.refused("EIO", "something doesn't work; see above");
        }
    }

    private record Findings(List<Finding> findings) implements Report {
        @Override
        public List<String> lines() {
            return findings.stream()
                    .map(finding -> String.format("%-8s %-12s %s", word(finding), finding.subject(), finding.detail()))
                    .toList();
        }

        private static String word(Finding finding) {
            return finding.level().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of(
                    "findings",
                    findings.stream()
                            .map(finding -> Map.of(
                                    "level", word(finding), "subject", finding.subject(), "detail", finding.detail()))
                            .toList());
        }
    }
}
