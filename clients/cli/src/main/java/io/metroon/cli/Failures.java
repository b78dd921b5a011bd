package io.metroon.cli;

import io.metroon.client.MetroonException;
import io.metroon.client.OutcomeUnknownException;
import io.metroon.client.RefusedException;
import io.metroon.client.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one sentence on standard error what went wrong, and with the exit code of which kind it was. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        say(String.valueOf(wrong.getMessage()));
        terminal.err().println("Try: " + command.getCommandSpec().qualifiedName(" ") + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        terminal.out().flush();
        if (failure instanceof ParameterException wrong) {
            return handleParseException(wrong, new String[0]);
        }
        say(sentence(failure));
        return code(failure);
    }

    private void say(String sentence) {
        terminal.err().println("metroon: " + oneLine(sentence));
    }

    /** Names may hold line feeds and worse; they show as question marks. */
    public static String oneLine(String sentence) {
        return sentence.replaceAll("\\p{Cntrl}", "?");
    }

    /** The exit code for a failure. */
    public static int code(Exception failure) {
        if (failure instanceof UnavailableException) {
            return ExitCode.UNAVAILABLE;
        }
        return failure instanceof OutcomeUnknownException ? ExitCode.UNKNOWN : ExitCode.REFUSED;
    }

    /** One sentence for a failure. */
    public static String sentence(Exception failure) {
        if (failure instanceof RefusedException refused) {
            return refused.getMessage() + " (" + refused.code() + ")";
        }
        if (failure instanceof MetroonException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
            return local(wrapped.getCause());
        }
        return failure instanceof IOException local ? local(local) : "internal error: " + failure;
    }

    private static String local(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return failure.getMessage() + ": no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return failure.getMessage() + ": permission denied";
        }
        return failure instanceof FileAlreadyExistsException
                ? failure.getMessage() + ": exists already"
                : String.valueOf(failure.getMessage());
    }
}
