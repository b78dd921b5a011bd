package io.metroon.namespace;

import io.metroon.namespace.Stat.ContentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replies as the fixed octets that {@link Table#KEY} keeps. One octet of format, one of kind, then the fields. */
final class ReplyCodec {
    private static final int FORMAT = 1;
    private static final long REPLY_BYTES = 160;
    private static final int REFUSAL = 1;
    private static final int STATED = 2;
    private static final int DONE = 3;
    private static final int LISTED = 4;
    private static final int CONTENT = 5;
    private static final int RESULTS = 6;
    private static final int LOCKED = 20;
    private static final int CHUNKED = 40;
    private static final int STAGED = 41;
    private static final int EXTENT = 42;

    private ReplyCodec() {}

    static byte[] encode(Reply reply) {
        Octets octets = new Octets(160).int8(FORMAT);
        write(octets, reply);
        return octets.toBytes();
    }

    static Reply decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, 0);
        UnknownFormatException.requireFormat("reply", in.int8(), FORMAT);
        return read(in);
    }

    /** About how many octets a reply takes. */
    static long bytes(Reply reply) {
        if (reply instanceof Reply.Stated stated) {
            return bytes(stated.stat());
        }
        if (reply instanceof Reply.Content content) {
            return bytes(content.stat()) + content.bytes().length;
        }
        if (reply instanceof Reply.Listed listed) {
            return listed.entries().stream()
                    .mapToLong(entry -> bytes(entry.stat()))
                    .sum();
        }
        return REPLY_BYTES;
    }

    /** About how many octets a stat takes. */
    static long bytes(Stat stat) {
        byte[] layout = stat.layout();
        byte[] target = stat.target();
        long bytes = REPLY_BYTES + stat.path().octets();
        bytes += (layout == null ? 0 : layout.length) + (target == null ? 0 : target.length);
        return bytes
                + stat.xattrs().values().stream()
                        .mapToLong(value -> value.length)
                        .sum();
    }

    private static void write(Octets octets, Reply reply) {
        if (reply instanceof Refusal refusal) {
            writeRefusal(octets.int8(REFUSAL), refusal);
        } else if (reply instanceof Reply.Stated stated) {
            writeStat(octets.int8(STATED).bool(stated.created()), stated.stat());
        } else if (reply instanceof Reply.Done) {
            octets.int8(DONE);
        } else if (reply instanceof Reply.Listed listed) {
            writeListed(octets.int8(LISTED), listed);
        } else if (reply instanceof Reply.Content content) {
            writeStat(octets.int8(CONTENT).bytes(content.bytes()), content.stat());
        } else if (reply instanceof Reply.Locked locked) {
            writeLocked(octets.int8(LOCKED), locked);
        } else if (reply instanceof Reply.Chunked chunked) {
            writeStat(octets.int8(CHUNKED).int64(chunked.number()), chunked.stat());
        } else if (reply instanceof Reply.Staged staged) {
            octets.int8(STAGED).raw(staged.upload().key());
        } else if (reply instanceof Reply.Extent extent) {
            octets.int8(EXTENT).int64(extent.start()).int32(extent.chunks().size());
            extent.chunks().forEach(chunk -> chunk.write(octets));
        } else {
            writeResults(octets.int8(RESULTS), (Reply.Results) reply);
        }
    }

    private static Reply read(OctetReader in) {
        int kind = in.int8();
        return switch (kind) {
            case REFUSAL -> readRefusal(in);
            case STATED -> {
                boolean created = in.bool();
                yield new Reply.Stated(readStat(in), created);
            }
            case DONE -> new Reply.Done();
            case LISTED -> readListed(in);
            case CONTENT -> {
                byte[] bytes = in.bytes();
                yield new Reply.Content(readStat(in), bytes);
            }
            case RESULTS -> readResults(in);
            case LOCKED -> new Reply.Locked(readStat(in), readLock(in), in.bool());
            case CHUNKED -> {
                long number = in.int64();
                yield new Reply.Chunked(readStat(in), number);
            }
            case STAGED -> new Reply.Staged(new UploadId(in.int64(), in.int64()));
            case EXTENT -> readExtent(in);
            default -> throw new IllegalStateException("a reply of kind " + kind);
        };
    }

    private static void writeLocked(Octets octets, Reply.Locked locked) {
        writeStat(octets, locked.stat());
        LockState lock = locked.lock();
        writePath(octets, lock.path());
        octets.int64(lock.inode()).string(lock.token()).bool(lock.exclusive()).bool(lock.infinite());
        octets.bytes(lock.owner()).int64(lock.timeoutMillis()).int64(lock.remainingMillis());
        octets.int64(lock.fence()).bool(locked.created());
    }

    private static LockState readLock(OctetReader in) {
        return new LockState(
                readPath(in),
                in.int64(),
                in.string(),
                in.bool(),
                in.bool(),
                in.bytes(),
                in.int64(),
                in.int64(),
                in.int64());
    }

    private static void writeRefusal(Octets octets, Refusal refusal) {
        octets.string(refusal.code().name()).string(refusal.detail()).bool(refusal.path() != null);
        if (refusal.path() != null) {
            writePath(octets, refusal.path());
        }
        octets.bool(refusal.precondition());
    }

    private static Refusal readRefusal(OctetReader in) {
        ErrorCode code = ErrorCode.valueOf(in.string());
        String detail = in.string();
        FilePath path = in.bool() ? readPath(in) : null;
        return new Refusal(code, detail, path, in.bool());
    }

    private static void writePath(Octets octets, FilePath path) {
        octets.int16(path.names().size());
        path.names().forEach(name -> octets.int8(name.length()).raw(name.octets()));
    }

    private static FilePath readPath(OctetReader in) {
        int count = in.int16();
        List<Name> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(Name.of(in.raw(in.int8())));
        }
        return new FilePath(names);
    }

    private static void writeStat(Octets octets, Stat stat) {
        writePath(octets, stat.path());
        octets.int64(stat.inode()).int8(stat.type().code()).int64(stat.size()).int16(stat.mode());
        octets.string(stat.owner()).string(stat.group());
        octets.int64(stat.atimeNanos()).int64(stat.mtimeNanos()).int64(stat.ctimeNanos());
        octets.int64(stat.version()).int64(stat.contentVersion()).int32(stat.nlink());
        octets.int8(code(stat.content())).optionalBytes(stat.target());
        octets.int32(stat.xattrs().size());
        new TreeMap<>(stat.xattrs())
                .forEach((name, value) -> octets.string(name).bytes(value));
        octets.optionalBytes(stat.layout());
    }

    private static Stat readStat(OctetReader in) {
        return new Stat(
                readPath(in),
                in.int64(),
                EntryType.ofCode(in.int8()),
                in.int64(),
                in.int16(),
                in.string(),
                in.string(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int32(),
                contentState(in.int8()),
                in.optionalBytes(),
                readXattrs(in),
                in.optionalBytes());
    }

    private static int code(ContentState content) {
        return switch (content) {
            case INLINE -> 0;
            case ABSENT -> 1;
            case CHUNKED -> 2;
        };
    }

    private static ContentState contentState(int code) {
        return code == 0 ? ContentState.INLINE : code == 1 ? ContentState.ABSENT : ContentState.CHUNKED;
    }

    private static Map<String, byte[]> readXattrs(OctetReader in) {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        for (int count = in.int32(); count > 0; count--) {
            xattrs.put(in.string(), in.bytes());
        }
        return xattrs.isEmpty() ? Map.of() : xattrs;
    }

    private static void writeListed(Octets octets, Reply.Listed listed) {
        writePath(octets, listed.path());
        octets.int64(listed.revision()).int32(listed.entries().size());
        listed.entries().forEach(entry -> {
            octets.int8(entry.name().length()).raw(entry.name().octets());
            writeStat(octets, entry.stat());
        });
        octets.optionalString(listed.cursor());
    }

    private static Reply.Listed readListed(OctetReader in) {
        FilePath path = readPath(in);
        long revision = in.int64();
        int count = in.int32();
        List<Reply.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Name name = Name.of(in.raw(in.int8()));
            entries.add(new Reply.Entry(name, readStat(in)));
        }
        return new Reply.Listed(path, revision, entries, in.optionalString());
    }

    private static Reply.Extent readExtent(OctetReader in) {
        long start = in.int64();
        List<Chunk> chunks = new ArrayList<>();
        for (int count = in.int32(); count > 0; count--) {
            chunks.add(Chunk.read(in));
        }
        return new Reply.Extent(start, chunks);
    }

    private static void writeResults(Octets octets, Reply.Results results) {
        octets.int32(results.items().size());
        results.items().forEach(item -> write(octets.bool(item.replayed()), item.reply()));
    }

    private static Reply.Results readResults(OctetReader in) {
        int count = in.int32();
        List<Reply.Result> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean replayed = in.bool();
            items.add(new Reply.Result(read(in), replayed));
        }
        return new Reply.Results(items);
    }
}
