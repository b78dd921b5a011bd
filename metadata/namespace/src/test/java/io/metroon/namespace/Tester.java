package io.metroon.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Command.Create;
import io.metroon.namespace.Command.IfExists;
import io.metroon.namespace.Command.RenameMode;
import io.metroon.namespace.NamespaceService.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A namespace in memory and a log of one's own: applies commands at the next revision, and says what came of them. */
final class Tester {
    static final long STAMP = 1_700_000_000_000L;

    final AtomicLong nanos = new AtomicLong();
    final Namespace namespace;
    long stampMillis = STAMP;

    Tester() {
        this(Limits.DEFAULT);
    }

    Tester(Limits limits) {
        this(new MemoryNamespaceStore(), limits);
    }

    Tester(NamespaceStore store, Limits limits) {
        namespace = new Namespace(store, limits, nanos::get);
    }

    static FilePath path(String text) {
        return FilePath.parse(text);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static IdempotencyKey key(String key) {
        return new IdempotencyKey("", key, bytes("fingerprint"));
    }

    Answer apply(Command command, @Nullable IdempotencyKey key) {
        return namespace.apply(namespace.revision() + 1, stampMillis, CommandCodec.encode(command, key));
    }

    Reply run(Command command) {
        return apply(command, null).reply();
    }

    Reply ask(Query query) {
        return namespace.query(query).reply();
    }

    /** The chunks that the namespace holds. */
    List<Chunk> held() {
        return namespace.held(new Chunk(new byte[Chunk.HASH_BYTES], 1, 0), 1_000);
    }

    /** Reclaims until nothing is left to do. */
    void reclaim() {
        namespace.advance(namespace.revision() + 1, stampMillis);
        while (namespace.hasReclaimable()) {
            must(new Command.Reclaim(100));
        }
    }

    // Commands in short

    static Create create(String path, EntryType type, Attributes attributes) {
        byte[] target = type == EntryType.SYMLINK ? bytes("target") : null;
        return new Create(path(path), type, target, false, attributes, IfExists.REFUSE, Condition.NONE);
    }

    static Create file(String path) {
        return create(path, EntryType.FILE, Attributes.NONE);
    }

    static Create directory(String path) {
        return create(path, EntryType.DIRECTORY, Attributes.NONE);
    }

    static Create link(String path, String target) {
        return new Create(
                path(path), EntryType.SYMLINK, bytes(target), false, Attributes.NONE, IfExists.REFUSE, Condition.NONE);
    }

    static Command.PutContent content(String path, String content) {
        return new Command.PutContent(path(path), bytes(content), Attributes.NONE, Condition.NONE);
    }

    static Command.SetAttributes change(String path, Attributes attributes) {
        return new Command.SetAttributes(path(path), true, false, attributes, Condition.NONE);
    }

    static Command.Delete delete(String path) {
        return new Command.Delete(path(path), false, false, Condition.NONE);
    }

    static Command.Delete deleteAll(String path) {
        return new Command.Delete(path(path), true, false, Condition.NONE);
    }

    static Command.Rename rename(String from, String to, RenameMode mode) {
        return new Command.Rename(path(from), path(to), mode, null, null);
    }

    // What must hold

    /** Runs commands that must not be refused; answers the last stat. */
    Stat must(Command... commands) {
        Stat stat = null;
        for (Command command : commands) {
            Reply reply = run(command);
            assertThat(reply).as("%s", command).isNotInstanceOf(Refusal.class);
            stat = reply instanceof Reply.Stated stated ? stated.stat() : stat;
        }
        return stat == null ? stat("/") : stat;
    }

    /** A command that must be refused, and change nothing. */
    Refusal refused(Command command) {
        Digest before = rowsDigest();
        Reply reply = run(command);
        assertThat(reply).as("%s", command).isInstanceOf(Refusal.class);
        assertThat(rowsDigest()).isEqualTo(before);
        return (Refusal) reply;
    }

    Digest rowsDigest() {
        try (Pin pin = namespace.pin()) {
            return pin.head().rows();
        }
    }

    long keys() {
        try (Pin pin = namespace.pin()) {
            return pin.head().counters().keys();
        }
    }

    byte[] snapshot() throws IOException {
        try (Pin pin = namespace.pin()) {
            return snapshot(pin);
        }
    }

    byte[] snapshot(Pin pin) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        namespace.writeSnapshot(pin, out);
        return out.toByteArray();
    }

    void load(byte[] snapshot) throws IOException {
        namespace.loadSnapshot(new ByteArrayInputStream(snapshot));
    }

    Refusal refused(Query query) {
        Reply reply = ask(query);
        assertThat(reply).as("%s", query).isInstanceOf(Refusal.class);
        return (Refusal) reply;
    }

    Stat stat(String path) {
        return ((Reply.Stated) ask(new Query.GetStat(path(path), true, false))).stat();
    }

    Stat linkStat(String path) {
        return ((Reply.Stated) ask(new Query.GetStat(path(path), false, false))).stat();
    }

    boolean exists(String path) {
        return ask(new Query.GetStat(path(path), false, false)) instanceof Reply.Stated;
    }

    String read(String path) {
        Reply.Content content = (Reply.Content) ask(new Query.GetContent(path(path)));
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    List<String> names(String path) {
        Reply.Listed listed = (Reply.Listed) ask(new Query.GetPage(path(path), 10_000, null, null));
        return listed.entries().stream().map(entry -> entry.name().toString()).toList();
    }
}
