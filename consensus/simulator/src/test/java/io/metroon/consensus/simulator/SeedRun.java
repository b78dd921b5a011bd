package io.metroon.consensus.simulator;

/** One-off runner. */
public final class SeedRun {
    private SeedRun() {}

    public static void main(String[] args) {
        long from = Long.parseLong(args[0]);
        int count = Integer.parseInt(args[1]);
        boolean timeline = args.length > 2;
        long start = System.nanoTime();
        long steps = 0;
        int failed = 0;
        Coverage coverage = new Coverage();
        for (long seed = from; seed < from + count; seed++) {
            SimulationOptions options = timeline ? SimulationOptions.DEFAULT.withTimeline() : SimulationOptions.DEFAULT;
            Report report = Simulation.run(seed, options, new Registers.Factory(), Registers.Writer::new);
            steps += report.steps();
            coverage.add(report.coverage());
            if (!report.passed() || timeline) {
                failed++;
                report.timeline().forEach(System.out::println);
                System.out.println("seed " + seed + " " + report.settings() + " steps=" + report.steps() + " slots=" + report.chosenSlots() + " acked=" + report.acknowledged());
                System.out.println("   " + report.violation());
                if (timeline && report.violation() != null) report.violation().printStackTrace(System.out);
            }
        }
        System.out.println("failed=" + failed + " of " + count + " steps=" + steps + " " + (System.nanoTime() - start) / 1e9 + " s");
        if (!timeline) coverage.counts().forEach((k, v) -> System.out.println("  " + k + " " + v));
    }
}
