package io.metroon.node.config;

import java.nio.file.Path;

/** A configuration file that can't be used. The message names the file, the line where one is known, and the reason. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    static ConfigException at(Path file, int line, String reason, Throwable cause) {
        return new ConfigException(file + (line > 0 ? ", line " + line : "") + ": " + reason, cause);
    }
}
