package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All that people do with {@code hadoop fs}, once: a program whose arguments are the addresses. */
final class ShellRound {
    private static final String TEXT = "one\ntwo\nthree\n";
    private static final List<String> NAMES = List.of(
            "with space",
            "100%",
            "a+b",
            "a&b=c",
            "#hash",
            "(round)",
            "quo'te",
            "\u00fcml\u00e4ut \u65e5\u672c",
            "semi;colon");

    private final Shell shell;
    private final Path local;

    private ShellRound(Shell shell, Path local) {
        this.shell = shell;
        this.local = local;
    }

    public static void main(String[] addresses) throws Exception {
        Path local = Files.createTempDirectory("metroon-shell");
        ShellRound round = new ShellRound(new Shell(Connection.to(List.of(addresses))), local);
        round.run();
    }

    private void run() throws Exception {
        ok("-rm", "-r", "-f", "-skipTrash", "/shell");
        directoriesAndFiles();
        copiesAndMoves();
        sums();
        attributes();
        changesOfContent();
        specialCharacters();
        removal();
    }

    private void directoriesAndFiles() throws Exception {
        ok("-mkdir", "-p", "/shell/a/b");
        refused("File exists", "-mkdir", "/shell/a");
        ok("-put", file("text", TEXT), "/shell/a/text");
        refused("File exists", "-put", file("text", TEXT), "/shell/a/text");
        ok("-put", "-f", file("text", TEXT), "/shell/a/text");
        assertThat(ok("-cat", "/shell/a/text")).isEqualTo(TEXT);
        refused("No such file or directory", "-cat", "/shell/a/nothing");
        refused("Is a directory", "-cat", "/shell/a/b");
        ok("-touchz", "/shell/a/empty");
        assertThat(ok("-ls", "-R", "/shell").lines().map(line -> line.replaceAll(".* ", "")))
                .containsExactly("/shell/a", "/shell/a/b", "/shell/a/empty", "/shell/a/text");
        assertThat(ok("-ls", "/shell/a/text")).contains(" " + TEXT.length() + " ");
        ok("-test", "-d", "/shell/a/b");
        assertThat(exit("-test", "-e", "/shell/a/nothing")).isOne();
        assertThat(ok("-find", "/shell", "-name", "t*t")).isEqualTo("/shell/a/text\n");
    }

    private void copiesAndMoves() throws Exception {
        ok("-cp", "/shell/a/text", "/shell/copy");
        ok("-mv", "/shell/copy", "/shell/a/b");
        assertThat(ok("-cat", "/shell/a/b/copy")).isEqualTo(TEXT);
        refused("No such file or directory", "-mv", "/shell/nothing", "/shell/something");
        ok("-get", "/shell/a/b/copy", local.resolve("back").toString());
        assertThat(Files.readString(local.resolve("back"))).isEqualTo(TEXT);
        ok("-get", "/shell/a", local.resolve("tree").toString());
        assertThat(Files.readString(local.resolve("tree/b/copy"))).isEqualTo(TEXT);
        ok("-put", local.resolve("tree").toString(), "/shell/tree");
        assertThat(ok("-cat", "/shell/tree/b/copy")).isEqualTo(TEXT);
        ok("-rm", "-r", "-skipTrash", "/shell/tree");
    }

    private void sums() throws Exception {
        String size = "" + TEXT.length();
        assertThat(ok("-du", "/shell/a")).contains(size + " ").contains("/shell/a/text");
        assertThat(ok("-du", "-s", "/shell")).startsWith("" + 2 * TEXT.length());
        assertThat(ok("-count", "/shell").trim().split(" +"))
                .containsExactly("3", "3", "" + 2 * TEXT.length(), "/shell");
        assertThat(ok("-df", "/")).contains("webhdfs://");
        assertThat(ok("-stat", "%F %b %n", "/shell/a/text")).isEqualTo("regular file " + size + " text\n");
    }

    private void attributes() throws Exception {
        ok("-chmod", "600", "/shell/a/text");
        assertThat(ok("-ls", "/shell/a/text")).startsWith("-rw-------");
        ok("-chmod", "-R", "u+x", "/shell/a/text");
        assertThat(ok("-stat", "%a", "/shell/a/text")).isEqualTo("700\n");
        ok("-chown", "somebody:some", "/shell/a/text");
        assertThat(ok("-stat", "%u %g", "/shell/a/text")).isEqualTo("somebody some\n");
        ok("-touch", "-t", "20200102:030405", "/shell/a/text");
        assertThat(ok("-stat", "%y", "/shell/a/text")).startsWith("2020-01-0");
        ok("-setfattr", "-n", "user.colour", "-v", "blue", "/shell/a/text");
        assertThat(ok("-getfattr", "-d", "/shell/a/text")).contains("user.colour=\"blue\"");
        ok("-setfattr", "-x", "user.colour", "/shell/a/text");
        assertThat(ok("-getfattr", "-d", "/shell/a/text")).doesNotContain("colour");
    }

    private void changesOfContent() throws Exception {
        ok("-appendToFile", file("more", "four\n"), "/shell/a/text");
        assertThat(ok("-cat", "/shell/a/text")).isEqualTo(TEXT + "four\n");
        assertThat(ok("-tail", "/shell/a/text")).isEqualTo(TEXT + "four\n");
        assertThat(ok("-head", "/shell/a/text")).isEqualTo(TEXT + "four\n");
        ok("-truncate", "-w", "3", "/shell/a/text");
        assertThat(ok("-cat", "/shell/a/text")).isEqualTo("one");
        // HDFS takes sources from the target's directory only.
        ok("-mv", "/shell/a/b/copy", "/shell/a/copy");
        ok("-put", file("last", "last"), "/shell/a/last");
        ok("-concat", "/shell/a/text", "/shell/a/copy", "/shell/a/last");
        assertThat(ok("-cat", "/shell/a/text")).isEqualTo("one" + TEXT + "last");
        assertThat(exit("-test", "-e", "/shell/a/last")).isOne();
    }

    private void specialCharacters() throws Exception {
        ok("-mkdir", "/shell/special");
        for (String name : NAMES) {
            String path = "/shell/special/" + name;
            ok("-put", file("special", name), path);
            assertThat(ok("-cat", escaped(path))).as(name).isEqualTo(name);
            ok("-mv", escaped(path), path + ".moved");
            assertThat(ok("-ls", "-C", "/shell/special")).as(name).isEqualTo(path + ".moved\n");
            ok("-rm", "-skipTrash", escaped(path + ".moved"));
        }
    }

    /** The shell takes what it reads for a pattern. */
    private static String escaped(String path) {
        return path.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
    }

    private void removal() throws Exception {
        refused("Is a directory", "-rm", "/shell/a");
        refused("Directory is not empty", "-rmdir", "/shell/a");
        ok("-rm", "-r", "-skipTrash", "/shell");
        assertThat(exit("-test", "-e", "/shell")).isOne();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(local.resolve(name), content).toString();
    }

    private String ok(String... command) throws Exception {
        Shell.Printed printed = shell.run(command);
        assertThat(printed.exit())
                .as("hadoop fs %s: %s", List.of(command), printed)
                .isZero();
        return printed.out();
    }

    private void refused(String reason, String... command) throws Exception {
        Shell.Printed printed = shell.run(command);
        assertThat(printed.exit())
                .as("hadoop fs %s: %s", List.of(command), printed)
                .isNotZero();
        assertThat(printed.err()).as("hadoop fs %s", List.of(command)).contains(reason);
    }

    private int exit(String... command) throws Exception {
        return shell.run(command).exit();
    }
}
