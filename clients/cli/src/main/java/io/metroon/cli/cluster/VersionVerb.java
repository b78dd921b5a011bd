package io.metroon.cli.cluster;

import io.metroon.cli.Printing;
import io.metroon.cli.ProductVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code version}. */
@Command(name = "version", description = "Show the version of this command and of the Java that runs it.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class VersionVerb implements Runnable {
    @Mixin
    private Printing print;

    @Override
    public void run() {
        print.json(json -> json.put("version", ProductVersion.current()).put("java", ProductVersion.java()));
        print.line(ProductVersion.line());
    }
}
