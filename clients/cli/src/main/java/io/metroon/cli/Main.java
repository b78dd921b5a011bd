package io.metroon.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code metroon}. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        int code = run(terminal, Arguments.exact(args));
        terminal.out().flush();
        System.exit(code);
    }

    /** Runs the command in this process. */
    public static int run(Terminal terminal, String... args) {
        CommandLine metroon = new CommandLine(new Metroon(terminal), new TerminalFactory(terminal));
        ServiceLoader.load(MetroonCommand.class)
                .forEach(command -> parent(metroon, command.below()).addSubcommand(command));
        return configured(metroon, terminal).execute(args);
    }

    private static CommandLine parent(CommandLine metroon, String below) {
        return below.isEmpty()
                ? metroon
                : Objects.requireNonNull(metroon.getSubcommands().get(below), below);
    }

    private static CommandLine configured(CommandLine metroon, Terminal terminal) {
        hideHelp(metroon);
        Failures failures = new Failures(terminal);
        return metroon.setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(io.metroon.client.MetroonPath.class, PathArguments::remote)
                .registerConverter(java.nio.file.Path.class, PathArguments::local)
                .setAbbreviatedOptionsAllowed(false);
    }

    private static PrintWriter writer(PrintStream to) {
        return new PrintWriter(to, true, StandardCharsets.UTF_8);
    }

    /** Every verb knows {@code --help}; saying so on each page would be noise. */
    private static void hideHelp(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .hidden(spec.parent() != null)
                    .type(boolean.class)
                    .build());
        }
        command.getSubcommands().values().forEach(Main::hideHelp);
    }

    /** Gives commands and mixins that ask for it the terminal. */
    private record TerminalFactory(Terminal terminal) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
