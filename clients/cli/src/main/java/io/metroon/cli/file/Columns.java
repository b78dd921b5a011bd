package io.metroon.cli.file;

import io.metroon.client.Stat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of {@code ls -l}, as wide as one page of entries needs them. */
final class Columns {
    /** No columns at all. */
    static final Columns NONE = new Columns(null, false);

    private final @Nullable String format;
    private final boolean human;

    private Columns(@Nullable String format, boolean human) {
        this.format = format;
        this.human = human;
    }

    static Columns of(List<Stat> stats, boolean human) {
        String format = "%s %" + width(stats, stat -> Integer.toString(stat.nlink())) + "d %-"
                + width(stats, Stat::owner) + "s %-" + width(stats, Stat::group) + "s %"
                + width(stats, stat -> size(stat, human)) + "s %s ";
        return new Columns(format, human);
    }

    private static int width(List<Stat> stats, Function<Stat, String> column) {
        return Math.max(
                1,
                stats.stream()
                        .mapToInt(stat -> column.apply(stat).length())
                        .max()
                        .orElse(1));
    }

    private static String size(Stat stat, boolean human) {
        return human ? StatText.humanSize(stat.size()) : Long.toString(stat.size());
    }

    String before(Stat stat) {
        return format == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        format,
                        StatText.mode(stat),
                        stat.nlink(),
                        stat.owner(),
                        stat.group(),
                        size(stat, human),
                        StatText.time(stat.mtime()));
    }

    static String after(Stat stat) {
        return stat.target() == null ? "" : " -> " + stat.target();
    }
}
