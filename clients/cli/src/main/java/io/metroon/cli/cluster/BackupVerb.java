package io.metroon.cli.cluster;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.Printing;
import io.metroon.client.Backup;
import io.metroon.client.MetroonClient;
import io.metroon.client.Octets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}. */
@Command(
        name = "backup",
        description = {
            "Back the whole namespace up to a file while it is in use, with the content of its files.",
            "The file appears under its name when it is complete and on disk."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BackupVerb implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "--force", description = "Replace FILE when it exists.")
    private boolean force;

    @Option(
            names = "--without-content",
            description =
                    "Only refer to the content of files above 64 KiB: where the backup is restored they can't be read.")
    private boolean withoutContent;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if (!force && Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path target = file.toAbsolutePath();
        Path part = LocalPaths.child(
                java.util.Objects.requireNonNull(target.getParent()),
                Octets.of("." + LocalPaths.name(target) + ".part"));
        try (MetroonClient client = cluster.connect()) {
            Backup backup = write(client, part, !withoutContent);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            print.json(json -> json.put("revision", backup.revision()).put("octets", backup.octets()));
            print.line("Backup of revision " + backup.revision() + ", " + backup.octets() + " octets, in " + file);
            if (withoutContent) {
                print.line("Without content: it only refers to what files above 64 KiB have, and does not hold it");
            }
        } finally {
            Files.deleteIfExists(part);
        }
        return 0;
    }

    private static Backup write(MetroonClient client, Path part, boolean withContent) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = Channels.newOutputStream(channel)) {
            Backup backup = client.blocking().backup(out, withContent);
            channel.force(true);
            return backup;
        }
    }
}
