package io.metroon.cli.transfer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.cli.Failures;
import io.metroon.cli.Printing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a transfer did, counted. Thread-safe. */
final class Tally {
    private static final int EXAMPLES_MAX = 1_000;
    private static final int EXAMPLES_SHOWN = 20;

    private final long startNanos = System.nanoTime();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final List<String> skipped = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /** What is counted. */
    enum Count {
        /** Directories, the top one included. */
        DIRECTORIES,
        /** Regular files. */
        FILES,
        /** Symbolic links. */
        SYMLINKS,
        /** Octets of content. */
        OCTETS,
        /** Files of which only the size is kept. */
        WITHOUT_CONTENT,
        /** Names of files that have several names; each becomes a file of its own. */
        HARD_LINKS,
        /** Entries found done by an earlier, interrupted run. */
        RESUMED,
        /** Sockets, fifos and devices. */
        SKIPPED,
        /** Entries that could not be transferred. */
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    synchronized void add(Count count, long more) {
        counts.merge(count, more, Long::sum);
    }

    void one(Count count) {
        add(count, 1);
    }

    /** An entry with no place in a namespace. */
    synchronized void skip(String name) {
        one(Count.SKIPPED);
        remember(skipped, name);
    }

    /** An entry that could not be transferred. */
    synchronized void fail(String sentence) {
        one(Count.FAILED);
        remember(failed, sentence);
    }

    private static void remember(List<String> examples, String example) {
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(Failures.oneLine(example));
        }
    }

    synchronized long get(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    long entries() {
        return get(Count.DIRECTORIES) + get(Count.FILES) + get(Count.SYMLINKS);
    }

    boolean isComplete() {
        return get(Count.FAILED) == 0;
    }

    /** Entries a second so far. */
    double perSecond() {
        return entries() / Math.max(seconds(), 1e-3);
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Prints it, for people or machines. */
    synchronized void print(Printing print, String verb) {
        double seconds = seconds();
        double rate = perSecond();
        print.json(json -> fill(json, seconds, rate));
        print.line(String.format(
                Locale.ROOT, "%s %,d entries in %.1f s, %,.0f a second:", verb, entries(), seconds, rate));
        for (Count count : Count.values()) {
            if (get(count) > 0) {
                print.line(String.format(Locale.ROOT, "  %,d %s", get(count), count.word()));
            }
        }
        examples(print, "skipped", skipped);
        examples(print, "failed", failed);
    }

    private void fill(ObjectNode json, double seconds, double rate) {
        json.put("entries", entries()).put("seconds", seconds).put("entriesPerSecond", rate);
        for (Count count : Count.values()) {
            json.put(count.word().replace(' ', '-'), get(count));
        }
        ArrayNode names = json.putArray("skippedNames");
        skipped.forEach(names::add);
        ArrayNode sentences = json.putArray("failures");
        failed.forEach(sentences::add);
    }

    private static void examples(Printing print, String what, List<String> examples) {
        examples.stream().limit(EXAMPLES_SHOWN).forEach(example -> print.line("  " + what + ": " + example));
        if (examples.size() > EXAMPLES_SHOWN) {
            print.line("  " + what + ": and more; --json lists up to " + EXAMPLES_MAX);
        }
    }
}
