package io.metroon.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Commands over few names, so that they meet each other. */
public final class RandomCommands {
    private static final String[] NAMES = {"a", "b", "c", "d"};
    private static final String[] TARGETS = {"a", "b/c", "../a", "/c", "..", ".", "/", "a/", "../../b", "/a/b/../d", "d"
    };

    private final RandomGenerator random;

    /** Draws from this alone. */
    public RandomCommands(RandomGenerator random) {
        this.random = random;
    }

    private String text() {
        if (random.nextInt(40) == 0) {
            return "/";
        }
        StringBuilder text = new StringBuilder();
        for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
            text.append('/').append(pick(NAMES));
        }
        return text.toString();
    }

    /** A path that may well be there. */
    public FilePath somewhere() {
        return FilePath.parse(text());
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    /** A single command. */
    public Command next() {
        return switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> create();
            case 4 -> new Command.PutContent(somewhere(), octets(80), Attributes.NONE, condition());
            case 5, 6 ->
                new Command.SetAttributes(somewhere(), random.nextBoolean(), oneIn(6), attributes(), condition());
            case 9 -> new Command.Copy(somewhere(), random.nextBoolean(), somewhere(), random.nextBoolean());
            case 7, 8 -> new Command.Delete(somewhere(), oneIn(4), oneIn(6), Condition.NONE);
            default -> rename();
        };
    }

    /** Commands that take effect together; most such are refused by one of them. */
    public Command transaction() {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            commands.add(next());
        }
        return new Command.Transaction(commands);
    }

    /** A write of chunks, few different ones, that are new or known to the namespace. */
    public Command chunks(long clockMillis) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            byte[] hash = new byte[Chunk.HASH_BYTES];
            hash[0] = (byte) random.nextInt(5);
            chunks.add(new Chunk(hash, 1_000 + hash[0], (clockMillis / 10_000 + 1) * 10_000));
        }
        return oneIn(5)
                ? new Command.StageChunks(null, chunks)
                : new Command.PutChunks(somewhere(), null, chunks, Attributes.NONE, condition());
    }

    private Command create() {
        EntryType type = pick(EntryType.FILE, EntryType.DIRECTORY, EntryType.DIRECTORY, EntryType.SYMLINK);
        Attributes attributes = Attributes.NONE;
        if (oneIn(4)) {
            Long size = type == EntryType.FILE ? (long) random.nextInt(200) : null;
            attributes = new Attributes(0600, "owner", null, null, 17L, size, xattrs(), null);
        }
        return new Command.Create(
                somewhere(),
                type,
                type == EntryType.SYMLINK ? Tester.bytes(pick(TARGETS)) : null,
                oneIn(3),
                attributes,
                oneIn(4) ? Command.IfExists.KEEP : Command.IfExists.REFUSE,
                condition());
    }

    private Command rename() {
        return new Command.Rename(
                somewhere(),
                somewhere(),
                pick(Command.RenameMode.values()),
                oneIn(20) ? Long.valueOf(random.nextInt(3_000)) : null,
                oneIn(20) ? Long.valueOf(random.nextInt(3_000)) : null);
    }

    private Condition condition() {
        List<Condition.Tag> any = List.of(Condition.Tag.ANY);
        return oneIn(10) ? pick(new Condition(any, null), new Condition(null, any)) : Condition.NONE;
    }

    private Attributes attributes() {
        if (oneIn(10)) {
            return Attributes.NONE;
        }
        Long size = oneIn(3) ? Long.valueOf(random.nextInt(100)) : null;
        Attributes.Setting layout = oneIn(6) ? new Attributes.Setting(oneIn(2) ? null : octets(30)) : null;
        return new Attributes(random.nextInt(010000), null, null, null, null, size, xattrs(), layout);
    }

    private Map<String, Attributes.Setting> xattrs() {
        return oneIn(2)
                ? Map.of()
                : Map.of("user." + pick(NAMES), new Attributes.Setting(oneIn(3) ? null : letters(20)));
    }

    private byte[] letters(int lengthMax) {
        return Tester.bytes("x".repeat(random.nextInt(lengthMax)));
    }

    private byte[] octets(int lengthMax) {
        byte[] octets = new byte[random.nextInt(lengthMax)];
        random.nextBytes(octets);
        return octets;
    }
}
