package io.metroon.namespace;

import static io.metroon.namespace.Tester.bytes;
import static io.metroon.namespace.Tester.key;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.namespace.wire.CommandEnvelope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
    private static final Condition CONDITION =
            new Condition(List.of(new Condition.Tag(5, 6, true), Condition.Tag.ANY), List.of());
    private static final Attributes ATTRIBUTES = new Attributes(
            0,
            "o",
            "g",
            -1L,
            1L,
            0L,
            Map.of("user.a", new Attributes.Setting(new byte[0]), "user.b", new Attributes.Setting(null)),
            new Attributes.Setting(null));

    static Stream<Command> commands() {
        Command plain = Tester.file("/plain");
        Command full = new Command.Create(
                path("/a/b"), EntryType.SYMLINK, bytes("t"), true, ATTRIBUTES, Command.IfExists.KEEP, CONDITION);
        Command rename = new Command.Rename(path("/a"), path("/b"), Command.RenameMode.EXCHANGE, 0L, 7L);
        Command delete = new Command.Delete(path("/"), true, true, CONDITION);
        Command put = new Command.PutContent(path("/a"), new byte[0], ATTRIBUTES, CONDITION);
        Command set = new Command.SetAttributes(path("/a"), true, true, ATTRIBUTES, CONDITION);
        List<Command.Keyed> items = Stream.of(
                        plain,
                        full,
                        rename,
                        delete,
                        put,
                        set,
                        new Command.Copy(path("/a"), false, path("/b"), false),
                        new Command.Rename(path("/a"), path("/b"), Command.RenameMode.DISPLACE, null, null),
                        new Query.GetStat(path("/a"), true, true),
                        new Query.GetPage(path("/a"), 7, "c", "*"),
                        new Query.GetPage(path("/a"), 7, null, null),
                        new Query.GetPage(path("/a"), 7, null, null, Name.of("b")),
                        new Query.GetContent(path("/a")))
                .map(operation -> new Command.Keyed(operation, key("k")))
                .toList();
        Command lock = new Command.Lock(path("/a"), "urn:uuid:1", true, true, bytes("<me/>"), 1_000);
        Guard guard = new Guard(
                List.of("urn:uuid:1", "urn:uuid:2"),
                List.of(
                        new Guard.Alternative(
                                path("/b"),
                                List.of(
                                        new Guard.Term(true, "DAV:no-lock", null),
                                        new Guard.Term(false, null, new Condition.Tag(5, 6, true)))),
                        new Guard.Alternative(path("/"), List.of())));
        Chunk chunk = new Chunk(new byte[Chunk.HASH_BYTES], 7, 1_700_000_000_000L);
        UploadId upload = new UploadId(5, 6);
        return Stream.of(
                plain,
                full,
                rename,
                delete,
                put,
                set,
                new Command.Batch(items),
                lock,
                new Command.RefreshLock(path("/a"), "urn:uuid:1", 2_000),
                new Command.Unlock(path("/a"), "urn:uuid:1"),
                new Command.Copy(path("/a"), true, path("/b"), true),
                new Command.Guarded(guard, lock),
                new Command.Guarded(guard, new Command.Batch(items)),
                new Command.Reclaim(9, 3),
                new Command.StageChunks(null, List.of(chunk)),
                new Command.StageChunks(upload, List.of(chunk, chunk)),
                new Command.PutChunks(path("/a"), null, List.of(chunk), ATTRIBUTES, CONDITION),
                new Command.PutChunks(path("/a"), upload, List.of(), ATTRIBUTES, CONDITION),
                new Command.Transaction(List.of(
                        full, delete, new Command.PutChunks(path("/a"), upload, List.of(), ATTRIBUTES, CONDITION))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void decoded_isWhatWasEncoded(Command command) {
        byte[] octets = CommandCodec.encode(command, key("k"));
        CommandCodec.Request request = CommandCodec.decode(octets);

        assertThat(request.command()).usingRecursiveComparison().isEqualTo(command);
        assertThat(request.key()).isEqualTo(key("k"));
        assertThat(CommandCodec.encode(request.command(), request.key())).isEqualTo(octets);
        assertThat(CommandCodec.decode(CommandCodec.encode(command, null)).key())
                .isNull();
    }

    @Test
    void unknownFormat_isRefusedByName() {
        byte[] newer = CommandEnvelope.newBuilder().setFormat(9).build().toByteArray();

        assertThatThrownBy(() -> CommandCodec.decode(newer))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("command format 9")
                .hasMessageContaining("up to 1");
    }

    @Test
    void octetsThatAreNoCommand_areAFaultAndNotARefusal() {
        Tester tester = new Tester();

        assertThatThrownBy(() -> tester.namespace.apply(1, 0, bytes("nonsense")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tester.namespace.apply(
                        1, 0, CommandEnvelope.newBuilder().setFormat(1).build().toByteArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entriesOutOfOrder_areAFault() {
        Tester tester = new Tester();
        tester.namespace.advance(5, 0);

        assertThatThrownBy(() -> tester.namespace.advance(5, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tester.namespace.apply(4, 0, CommandCodec.encode(Tester.file("/a"), null)))
                .isInstanceOf(IllegalStateException.class);
    }
}
