package io.metroon.node.command;

import io.metroon.node.local.BackupCheck;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code metroon verify}. */
@Command(
        name = "verify",
        description =
                "Check a backup: its checksums and hashes, and that its state loads and has the digest it should.")
public final class VerifyCommand extends LocalCommand {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("backup");

    @Override
    void run(Output out) throws IOException, RefusedException {
        BackupCheck.Facts facts = BackupCheck.check(file, new ProgressLine("Checking", out));
        out.result(new FactsReport(file, facts));
    }

    private record FactsReport(Path file, BackupCheck.Facts facts) implements Report {
        @Override
        public List<String> lines() {
            return List.of(
                    String.format(
                            Locale.ROOT,
                            "%s is whole: revision %d, %,d files, %,d directories, %,d symlinks, %,d bytes",
                            file,
                            facts.revision(),
                            facts.usage().files(),
                            facts.usage().directories(),
                            facts.usage().symlinks(),
                            facts.bytes()),
                    "digest " + facts.digest() + ", of cluster " + facts.cluster(),
                    String.format(
                            Locale.ROOT,
                            facts.content().carried()
                                    ? "carries the content of large files: %,d chunks, %,d bytes"
                                    : "refers to the content of large files and does not carry it: %,d chunks, %,d bytes",
                            facts.held().chunks(),
                            facts.held().octets()));
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("cluster", facts.cluster());
            json.put("revision", facts.revision());
            json.put("digest", facts.digest());
            json.put("files", facts.usage().files());
            json.put("directories", facts.usage().directories());
            json.put("symlinks", facts.usage().symlinks());
            json.put("bytes", facts.bytes());
            json.put("contentCarried", facts.content().carried());
            json.put("contentChunks", facts.held().chunks());
            json.put("contentBytes", facts.held().octets());
            return json;
        }
    }
}
