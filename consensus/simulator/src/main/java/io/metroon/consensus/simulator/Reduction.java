package io.metroon.consensus.simulator;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A seed with less: some of its faults, some of its clients, the beginning of its safety phase. What is kept happens at the
 * same times and draws the same numbers as in the whole run.
 *
 * @param all whether every fault is kept
 * @param faults the names of those that are kept, unless all are
 * @param clientsMax how many clients work
 * @param millisMax how long faults go on, in the world's own time
 */
public record Reduction(boolean all, Set<String> faults, int clientsMax, long millisMax) {
    private static final String CLIENTS = "clients=";
    private static final String MILLIS = "millis=";

    /** The whole seed. */
    public static final Reduction NONE = new Reduction(true, Set.of(), Integer.MAX_VALUE, Long.MAX_VALUE / 1_000_000);

    /** Keeps a copy, in order. */
    public Reduction {
        faults = new LinkedHashSet<>(faults);
    }

    /** Only these faults. */
    public Reduction keeping(Collection<String> names) {
        return new Reduction(false, new LinkedHashSet<>(names), clientsMax, millisMax);
    }

    /** Only the first clients. */
    public Reduction withClients(int most) {
        return new Reduction(all, faults, most, millisMax);
    }

    /** Only the beginning. */
    public Reduction withMillis(long most) {
        return new Reduction(all, faults, clientsMax, most);
    }

    boolean keeps(String fault) {
        return all || faults.contains(fault);
    }

    /**
     * What {@link #toString} wrote: names with commas between them, {@code clients=N}, {@code millis=N}.
     *
     * @throws IllegalArgumentException if a number is none
     */
    public static Reduction parse(String text) {
        List<String> words = Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        Reduction parsed = NONE.keeping(
                words.stream().filter(word -> word.indexOf('=') < 0).toList());
        for (String word : words) {
            if (word.startsWith(CLIENTS)) {
                parsed = parsed.withClients(Integer.parseInt(word.substring(CLIENTS.length())));
            } else if (word.startsWith(MILLIS)) {
                parsed = parsed.withMillis(Long.parseLong(word.substring(MILLIS.length())));
            }
        }
        return parsed;
    }

    @Override
    public String toString() {
        Stream<String> bounds = Stream.of(
                clientsMax == NONE.clientsMax ? "" : CLIENTS + clientsMax,
                millisMax == NONE.millisMax ? "" : MILLIS + millisMax);
        return Stream.concat(faults.stream(), bounds.filter(bound -> !bound.isEmpty()))
                .collect(Collectors.joining(","));
    }
}
