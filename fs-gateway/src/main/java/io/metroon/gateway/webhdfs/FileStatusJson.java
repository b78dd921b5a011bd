package io.metroon.gateway.webhdfs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.Json;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.Name;
import io.metroon.namespace.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes the members of a {@code FileStatus}. What HDFS says of blocks is the same for all files here. */
final class FileStatusJson {
    /** What jobs cut files at when they ask for splits: the default of HDFS. Chunks are smaller, and nobody's business. */
    static final long BLOCK_BYTES = 128L << 20;
    /** Copies as a client has to count them: how many nodes keep a chunk is not the file's property. */
    static final int REPLICATION = 1;

    private static final int STICKY_MODE_MAX = 01777;
    // What Hadoop's client takes for "not known".
    private static final int UNKNOWN = -1;

    private FileStatusJson() {}

    /**
     * Writes them.
     *
     * @param name in the directory that is listed; absent for the entry that was asked for
     */
    static void write(JsonGenerator json, @Nullable Name name, Stat stat) throws IOException {
        boolean directory = stat.type() == EntryType.DIRECTORY;
        writeSuffix(json, name);
        json.writeStringField("type", stat.type().name());
        json.writeNumberField("length", stat.type() == EntryType.FILE ? stat.size() : 0);
        json.writeStringField("owner", stat.owner());
        json.writeStringField("group", stat.group());
        json.writeStringField("permission", Integer.toOctalString(stat.mode() & STICKY_MODE_MAX));
        json.writeNumberField("accessTime", TimeUnit.NANOSECONDS.toMillis(stat.atimeNanos()));
        json.writeNumberField("modificationTime", TimeUnit.NANOSECONDS.toMillis(stat.mtimeNanos()));
        json.writeNumberField("blockSize", stat.type() == EntryType.FILE ? BLOCK_BYTES : 0);
        json.writeNumberField("replication", stat.type() == EntryType.FILE ? REPLICATION : 0);
        json.writeNumberField("fileId", stat.inode());
        json.writeNumberField("childrenNum", directory ? UNKNOWN : 0);
        json.writeNumberField("storagePolicy", 0);
        if (stat.target() != null) {
            json.writeStringField("symlink", new String(stat.target(), StandardCharsets.UTF_8));
        }
    }

    /** A name that is not UTF-8 still has a suffix, without which a client fails; and its octets beside it. */
    private static void writeSuffix(JsonGenerator json, @Nullable Name name) throws IOException {
        if (name == null) {
            json.writeStringField("pathSuffix", "");
            return;
        }
        String text = name.toString();
        json.writeStringField("pathSuffix", text);
        if (!Name.of(text).equals(name)) {
            Json.writeOctets(json, "pathSuffix", name.toBytes());
        }
    }
}
