package io.metroon.consensus.simulator;

public final class MutantRun {
    private MutantRun() {}

    public static void main(String[] args) {
        int most = Integer.parseInt(args[0]);
        for (Mutant mutant : Mutant.values()) {
            if (args.length > 1 && !mutant.name().contains(args[1])) continue;
            long start = System.nanoTime();
            String caught = "NOT CAUGHT";
            int seed = 1;
            for (; seed <= most; seed++) {
                Report report = Simulation.run(seed, SimulationOptions.DEFAULT.withSabotage(mutant), new Registers.Factory(), Registers.Writer::new);
                if (!report.passed()) {
                    caught = report.violation().getMessage();
                    break;
                }
            }
            System.out.printf("%-30s %4d seeds %5.1f s  %s%n", mutant, seed, (System.nanoTime() - start) / 1e9, caught.substring(0, Math.min(170, caught.length())));
        }
    }
}
