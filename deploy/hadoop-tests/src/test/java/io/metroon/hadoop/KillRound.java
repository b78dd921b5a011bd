package io.metroon.hadoop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes, reads and moves files with {@code hadoop fs} while leaders die, until its first argument, a local file, is
 * there; the other arguments are the addresses. Prints how many files it wrote, and which commands it repeated: a person
 * types a command again that failed with an error.
 */
final class KillRound {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private static final int PAGE = 100;

    private final Shell shell;
    private final Path stop;
    private final StringBuilder repeated = new StringBuilder();

    private KillRound(Shell shell, Path stop) {
        this.shell = shell;
        this.stop = stop;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> addresses = Arrays.asList(arguments).subList(1, arguments.length);
        new KillRound(new Shell(Connection.to(addresses)), Path.of(arguments[0])).run();
    }

    private void run() throws Exception {
        Path local = Files.createTempFile("metroon-kill", ".txt");
        until("", "-mkdir", "-p", "/kills");
        int files = 0;
        for (; !Files.exists(stop); files++) {
            String text = "content of file " + files;
            Files.writeString(local, text);
            until("", "-put", "-f", local.toString(), "/kills/" + files);
            until(text, "-cat", "/kills/" + files);
        }
        for (int first = 0; first < files; first += PAGE) {
            readAgain(first, Math.min(first + PAGE, files));
        }
        System.out.println("files=" + files + "\n" + repeated);
        Files.delete(local);
    }

    private void readAgain(int first, int end) throws Exception {
        StringBuilder contents = new StringBuilder();
        List<String> command = new ArrayList<>(List.of("-cat"));
        for (int file = first; file < end; file++) {
            contents.append("content of file ").append(file);
            command.add("/kills/" + file);
        }
        until(contents.toString(), command.toArray(String[]::new));
    }

    /** A wrong answer is none: only an error is a reason to ask again. */
    private void until(String expected, String... command) throws Exception {
        long deadline = System.nanoTime() + PATIENCE;
        Shell.Printed printed = shell.run(command);
        while (printed.exit() != 0 && System.nanoTime() < deadline) {
            repeated.append("again ").append(List.of(command)).append(": ").append(printed.err());
            printed = shell.run(command);
        }
        if (printed.exit() != 0 || !printed.out().equals(expected)) {
            throw new IllegalStateException(List.of(command) + ": " + printed);
        }
    }
}
