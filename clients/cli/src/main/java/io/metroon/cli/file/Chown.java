package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.client.Attributes;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chown}. */
@Command(name = "chown", description = "Change owner and group.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Chown implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Spec
    private CommandSpec spec;

    @Option(names = "-R", description = "Of everything below too, symbolic links excepted.")
    private boolean recursive;

    @Parameters(
            index = "0",
            paramLabel = "OWNER[:GROUP]",
            description = "Names or decimal ids; \":GROUP\" changes the group only.")
    private String ownership;

    @Parameters(index = "1..*", paramLabel = "PATH", arity = "1..*", description = "The entries.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        Attributes change = change();
        try (MetroonClient client = cluster.connect()) {
            new AttributeChange(client, stat -> change).apply(paths, recursive);
        }
    }

    private Attributes change() {
        int colon = ownership.indexOf(':');
        String owner = colon < 0 ? ownership : ownership.substring(0, colon);
        String group = colon < 0 ? "" : ownership.substring(colon + 1);
        if (owner.isEmpty() && group.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "neither an owner nor a group: \"" + ownership + "\"");
        }
        Attributes change = owner.isEmpty() ? Attributes.NONE : Attributes.NONE.owner(owner);
        return group.isEmpty() ? change : change.group(group);
    }
}
