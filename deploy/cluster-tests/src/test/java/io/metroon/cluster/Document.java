package io.metroon.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a document: its blocks marked {@code sh}, in order. A block marked {@code text} says what the block before
 * it prints. A comment in the line before a block, {@code <!-- not run: why -->} or {@code <!-- run with -Psystem: why -->},
 * leaves it out.
 *
 * @param file the document
 * @param blocks its commands
 */
record Document(Path file, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final Pattern MARK = Pattern.compile("<!-- (not run|run with -Psystem): (.+) -->");

    /**
     * Commands to be given to one shell.
     *
     * @param line of the document where they begin
     * @param commands as they stand there
     * @param prints what they print, as the document shows it; absent when it doesn't
     * @param when they are run
     * @param why not always
     */
    record Block(int line, String commands, @Nullable String prints, When when, String why) {
        Block printing(String text) {
            return new Block(line, commands, text, when, why);
        }
    }

    /** When a block is run. */
    enum When {
        ALWAYS,
        WITH_SYSTEM_TESTS,
        NEVER
    }

    static Document read(Path file) throws IOException {
        return new Document(file, blocks(Files.readAllLines(file)));
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                String body = String.join("\n", lines.subList(i + 1, end)) + "\n";
                if (fence.group(1).equals("sh")) {
                    blocks.add(block(i + 1, body, i == 0 ? "" : lines.get(i - 1)));
                } else if (fence.group(1).equals("text") && !blocks.isEmpty()) {
                    blocks.add(blocks.remove(blocks.size() - 1).printing(body));
                }
                i = end;
            }
        }
        return blocks;
    }

    private static Block block(int line, String commands, String before) {
        Matcher mark = MARK.matcher(before);
        if (!mark.matches()) {
            return new Block(line, commands, null, When.ALWAYS, "");
        }
        When when = mark.group(1).equals("not run") ? When.NEVER : When.WITH_SYSTEM_TESTS;
        return new Block(line, commands, null, when, mark.group(2));
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** Where a block stands. */
    String place(Block block) {
        return file + ":" + block.line();
    }
}
