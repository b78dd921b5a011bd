package io.metroon.consensus.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Where a batch of fresh seeds begins. */
public final class FreshSeeds {
    private FreshSeeds() {}

    /**
     * A number that every commit has anew, so that a failure is named by commit and seed and comes again; drawn at random
     * outside a checkout. {@code -Dsimulation.base=N} sets another.
     */
    public static long base() {
        Long told = Long.getLong("simulation.base");
        return told != null ? told : ofCommit();
    }

    private static long ofCommit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (commit.matches("[0-9a-f]{40,}")) {
                return Long.parseLong(commit.substring(0, 10), 16);
            }
        } catch (IOException e) {
            // No git here: any seeds are as good as others.
        }
        return new SplittableRandom().nextLong(1L << 40);
    }
}
