package io.metroon.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The figures as one self-contained page: tables that need no script, with the spread of the trials drawn beside each figure, and time
 * lines drawn by uPlot, whose code is in the page.
 */
final class HtmlReport {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private final Figures figures;
    private final Circumstances circumstances;
    private final StringBuilder out = new StringBuilder();

    private HtmlReport(Figures figures, Circumstances circumstances) {
        this.figures = figures;
        this.circumstances = circumstances;
    }

    /**
     * The page.
     *
     * @throws IOException when the parts of the page can't be read from the class path
     */
    static String of(Figures figures, Circumstances circumstances) throws IOException {
        HtmlReport report = new HtmlReport(figures, circumstances);
        report.tables();
        return resource("report.html")
                .replace("@UPLOT_CSS@", resource(UPLOT + "uPlot.min.css"))
                .replace("@STYLE@", resource("report.css"))
                .replace("@HEAD@", report.head())
                .replace("@TABLES@", report.out)
                .replace("@FIGURES@", JsonReport.of(figures, circumstances).replace("<", "\\u003c"))
                .replace("@UPLOT_JS@", resource(UPLOT + "uPlot.iife.min.js"))
                .replace("@SCRIPT@", resource("report.js"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String head() {
        long differ = count(Row.Verdict.PAXOS) + count(Row.Verdict.RAFT);
        return "<p>" + escape(circumstances.command()) + "<br>" + escape(circumstances.at()) + ", Metroon "
                + escape(circumstances.version()) + ", " + escape(circumstances.machine()) + "</p><p class=\"sum\"><b>"
                + figures.rows().size() + "</b> measures: <b>" + differ + "</b> differ, <b>" + count(Row.Verdict.SAME)
                + "</b> do not beyond the spread, <b>" + count(Row.Verdict.TOO_FEW)
                + "</b> had too few runs to tell.</p>";
    }

    private long count(Row.Verdict verdict) {
        return figures.rows().stream().filter(row -> row.verdict() == verdict).count();
    }

    private void tables() {
        for (Measure.Group group : Measure.Group.values()) {
            if (figures.rows().stream().anyMatch(row -> row.measure().group == group)) {
                table(group);
            }
        }
    }

    private void table(Measure.Group group) {
        out.append("<section><h2>").append(escape(group.title)).append("</h2><p>");
        out.append(escape(group.explanation)).append("</p><table><thead><tr><th>Measure</th>");
        out.append("<th class=\"paxos\">Multi-Paxos</th><th class=\"raft\">Raft</th></tr></thead><tbody>");
        figures.rows().stream().filter(row -> row.measure().group == group).forEach(this::row);
        out.append("</tbody></table></section>\n");
    }

    private void row(Row row) {
        double most = Math.max(row.paxos().greatest(), row.raft().greatest());
        out.append("<tr><th scope=\"row\">").append(escape(Text.title(row.measure())));
        out.append("<small class=\"")
                .append(row.verdict().name().toLowerCase(Locale.ROOT))
                .append("\">");
        out.append(escape(row.conclusion())).append("</small></th>");
        cell("paxos", row.paxos(), most);
        cell("raft", row.raft(), most);
        out.append("</tr>\n");
    }

    /** The median, its bar, and over it where the trials lie. */
    private void cell(String engine, Samples samples, double most) {
        int trials = samples.values().size();
        out.append("<td class=\"").append(engine).append("\"><b>").append(Text.number(samples.median()));
        out.append("</b> <span>").append(Text.number(samples.least())).append(" to ");
        out.append(Text.number(samples.greatest())).append(", ").append(trials);
        out.append(trials == 1 ? " trial" : " trials").append("</span><div class=\"strip\"><i style=\"width:");
        out.append(percent(samples.median(), most)).append("\"></i><u style=\"left:");
        out.append(percent(samples.least(), most)).append(";right:");
        out.append(percent(most - samples.greatest(), most)).append("\"></u></div></td>");
    }

    private static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.1f%%", whole <= 0 ? 0 : 100 * part / whole);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
