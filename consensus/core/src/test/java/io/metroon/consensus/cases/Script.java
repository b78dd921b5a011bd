package io.metroon.consensus.cases;

import io.metroon.consensus.epoch.EpochConfig.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A case as it stands in its file: a comment, the engines and the number of voters, then commands, each followed by what
 * the cluster did. Where the engines differ, each has a block of its own.
 *
 * @param head lines before the first command, as they are
 * @param engines under which it runs
 * @param voters how many
 * @param commands one a line
 */
record Script(List<String> head, List<Engine> engines, int voters, List<String> commands) {
    private static final String ENGINES = "engines ";
    private static final String VOTERS = "voters ";

    static Script parse(List<String> lines) {
        List<String> head = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<Engine> engines = List.of();
        int voters = 0;
        for (String line : lines) {
            if (line.startsWith("> ")) {
                commands.add(line.substring(2));
            } else if (commands.isEmpty()) {
                head.add(line);
                if (line.startsWith(ENGINES)) {
                    engines = Arrays.stream(line.substring(ENGINES.length()).split(" "))
                            .map(Engine::valueOf)
                            .toList();
                } else if (line.startsWith(VOTERS)) {
                    voters = Integer.parseInt(line.substring(VOTERS.length()));
                }
            }
        }
        return new Script(head, engines, voters, commands);
    }

    /** Runs it, under each engine; the file as it should be. */
    String run() {
        List<List<List<String>>> traces =
                engines.stream().map(engine -> run(engine)).toList();
        StringBuilder text = new StringBuilder(String.join("\n", head));
        for (int i = 0; i < commands.size(); i++) {
            int command = i;
            text.append("\n> ").append(commands.get(i)).append('\n');
            List<List<String>> blocks =
                    traces.stream().map(trace -> trace.get(command)).toList();
            if (blocks.stream().distinct().count() == 1) {
                text.append(block("", blocks.get(0)));
            } else {
                for (int engine = 0; engine < engines.size(); engine++) {
                    text.append(block(engines.get(engine) + ":\n", blocks.get(engine)));
                }
            }
        }
        return text.toString();
    }

    private List<List<String>> run(Engine engine) {
        Stage stage = new Stage(engine, voters);
        return commands.stream().map(stage::run).toList();
    }

    private static String block(String title, List<String> lines) {
        return title + lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }
}
