package io.metroon.benchmarks.compare;

import io.metroon.cli.ExitCode;
import io.metroon.cli.Failures;
import io.metroon.cli.MetroonCommand;
import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.consensus.simulator.PartialConnectivity;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code metroon compare}. */
@Command(
        name = "compare",
        description = {
            "Compare Multi-Paxos and Raft under the same seeds, faults and load.",
            "First in the simulator, in virtual time, then on processes of its own on this machine, which are stopped and",
            "removed at the end. Prints a table, and writes a report with plots as one HTML file."
        })
public final class Compare implements Callable<Integer>, MetroonCommand {
    private static final int SEEDS = 20;
    private static final int SEEDS_QUICK = 4;
    private static final int ROUNDS = 4;
    private static final int SECONDS = 4;
    private static final int SECONDS_QUICK = 1;
    private static final int KILLS = 4;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--quick",
            description = "About a minute: few seeds, one round of processes, no cut links between processes.")
    private boolean quick;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds for the simulator (default: 20; quick: 4).")
    private @Nullable Integer seeds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each load on processes is measured (default: 4; quick: 1).")
    private @Nullable Integer seconds;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "metroon-compare.html",
            description = "Where the report goes. Default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("metroon-compare.html");

    @Option(names = "--json", description = "Print JSON: every trial of every measure.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec own = requireSpec();
        requireAtLeastOne("--seeds", seeds);
        requireAtLeastOne("--seconds", seconds);
        requireWritable();
        Figures figures = new Figures();
        try {
            measure(figures);
        } catch (RefusedException refused) {
            own.commandLine().getErr().println("metroon: " + Failures.oneLine(String.valueOf(refused.getMessage())));
            showIfAny(figures);
            return refused.kind() == RefusedException.Kind.UNAVAILABLE ? ExitCode.UNAVAILABLE : ExitCode.REFUSED;
        } catch (IOException | RuntimeException failed) {
            showIfAny(figures);
            throw failed;
        }
        show(figures, own.commandLine().getOut());
        return ExitCode.DONE;
    }

    private CommandSpec requireSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return spec;
    }

    private void requireAtLeastOne(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new ParameterException(requireSpec().commandLine(), option + " takes 1 or more, not " + value);
        }
    }

    /** Found out before minutes are spent, not after. */
    private void requireWritable() {
        Path directory = report.toAbsolutePath().getParent();
        if (directory == null || !Files.isWritable(directory) || Files.isDirectory(report)) {
            throw new ParameterException(
                    requireSpec().commandLine(), "no report can be written to " + report + "; choose another --out");
        }
    }

    private int seedCount() {
        return seeds != null ? seeds : quick ? SEEDS_QUICK : SEEDS;
    }

    private int secondCount() {
        return seconds != null ? seconds : quick ? SECONDS_QUICK : SECONDS;
    }

    private void measure(Figures figures) throws IOException, RefusedException, InterruptedException {
        PrintWriter err = requireSpec().commandLine().getErr();
        Progress progress = new Progress(err);
        SimulatedTrials simulated = new SimulatedTrials(figures);
        for (int seed = 1; seed <= seedCount(); seed++) {
            progress.at("simulator: seed " + seed + " of " + seedCount());
            simulated.run(seed, seed == 1);
        }
        int rounds = quick ? 1 : ROUNDS;
        for (int round = 1; round <= rounds; round++) {
            String where = "processes: round " + round + " of " + rounds + ", ";
            round(figures, where, round, progress);
        }
    }

    /** Both engines, in turn first, so that a machine that gets busier favours neither. */
    private void round(Figures figures, String where, int round, Progress progress)
            throws IOException, RefusedException, InterruptedException {
        List<Engine> order = round % 2 == 1 ? List.of(Engine.PAXOS, Engine.RAFT) : List.of(Engine.RAFT, Engine.PAXOS);
        for (Engine engine : order) {
            String prefix = where + engine.name().toLowerCase(Locale.ROOT) + ": ";
            progress.at(prefix + "start");
            new RealTrials(figures, step -> progress.at(prefix + step), secondCount(), quick ? 1 : KILLS).run(engine);
        }
        for (PartialConnectivity shape : quick ? new PartialConnectivity[0] : PartialConnectivity.values()) {
            progress.at(where + Text.shape(shape));
            new RealShapes(figures).run(shape, round == 1);
        }
    }

    /** What minutes were spent on is not thrown away. */
    private void showIfAny(Figures figures) throws IOException {
        if (!figures.rows().isEmpty()) {
            show(figures, requireSpec().commandLine().getOut());
        }
    }

    private void show(Figures figures, PrintWriter out) throws IOException {
        Circumstances circumstances = Circumstances.now(commandLine());
        Files.writeString(report, HtmlReport.of(figures, circumstances));
        if (json) {
            out.println(JsonReport.of(figures, circumstances));
        } else {
            TextReport.print(figures, out);
            out.println("Report: " + report);
        }
        out.flush();
    }

    private String commandLine() {
        return "metroon compare" + (quick ? " --quick" : "") + " --seeds " + seedCount() + " --seconds "
                + secondCount();
    }
}
