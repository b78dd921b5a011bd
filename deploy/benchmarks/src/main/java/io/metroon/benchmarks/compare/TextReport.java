package io.metroon.benchmarks.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The figures as an aligned table for a terminal. */
final class TextReport {
    private TextReport() {}

    static void print(Figures figures, PrintWriter out) {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"", "MULTI-PAXOS", "RAFT", "BETTER"});
        figures.rows()
                .forEach(row -> lines.add(new String[] {
                    Text.title(row.measure()), Text.samples(row.paxos()), Text.samples(row.raft()), row.conclusion()
                }));
        int[] widths = widths(lines);
        print(lines.get(0), widths, out);
        Measure.Group group = null;
        for (int i = 0; i < figures.rows().size(); i++) {
            Measure.Group now = figures.rows().get(i).measure().group;
            if (now != group) {
                out.println();
                out.println(now.title);
                group = now;
            }
            print(lines.get(i + 1), widths, out);
        }
        out.println();
        out.println("Median (least to greatest trial). Better: by the rank test of Mann and Whitney at 5 %.");
        out.flush();
    }

    private static int[] widths(List<String[]> lines) {
        int[] widths = new int[4];
        for (String[] line : lines) {
            for (int column = 0; column < line.length; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }
        return widths;
    }

    private static void print(String[] line, int[] widths, PrintWriter out) {
        StringBuilder text = new StringBuilder("  ");
        for (int column = 0; column < line.length - 1; column++) {
            text.append(line[column]).append(" ".repeat(widths[column] - line[column].length() + 2));
        }
        out.println(text.append(line[line.length - 1]).toString().stripTrailing());
    }
}
