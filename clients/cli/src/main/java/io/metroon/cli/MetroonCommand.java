package io.metroon.cli;

/**
 * A verb that another module adds to the command line: a picocli {@code @Command} class with a public constructor
 * without parameters, found by {@link java.util.ServiceLoader}. Exit codes are those of {@link ExitCode}.
 */
public interface MetroonCommand {
    /** The verb below which it stands, such as {@code members} for {@code metroon members add}; empty for none. */
    default String below() {
        return "";
    }
}
